/** How a person measures what the file does not state. Nothing here asks anybody to open a mains plug or lift an earth. */

const HOW = {
  emf: 'Multimeter on AC millivolts, true rms, cable unplugged from the box: between the shield of that cable and the earth contact of the outlet (or a metal case on a three-pin plug).',
  r: 'Multimeter on AC amperes between shield and earth, then divide the millivolts you measured before by these amperes.',
  leakage: 'With all its signal cables unplugged: multimeter on AC milliamperes between the metal case and the earth contact of an outlet. Try the two-pin plug both ways round.',
  'cord-emf': 'Multimeter on AC millivolts between the metal cases of the two boxes, signal cables unplugged.',
  shield: 'Multimeter on ohms from the shield at one plug to the shield at the other, minus what the leads show when held together; divide by the length.',
  core: 'Multimeter on ohms from pin to pin at the two ends, minus what the leads show when held together; divide by the length.',
  contact: 'Multimeter on ohms across the mated plug and socket shells. Below what the meter shows, leave it.',
  c: 'Capacitance range of a multimeter between centre and shield, cable unplugged at both ends; divide by the length.',
  'c-shield': 'Capacitance range of a multimeter between one core and shield, the other core free; divide by the length.',
  unbalance: 'Capacitance of each core to the shield, cable unplugged; the difference over their mean.',
  velocity: 'In the cable\u2019s data sheet; 66 % for solid polyethylene, about 80 % for foam.',
  outer: 'Depends on how the cable lies; beside a wall or floor about 1 uH/m. Seldom worth measuring.',
  cmrr: 'In the data sheet. To measure: both inputs joined, 1 V at 60 Hz between them and ground, read what comes out.',
  imbalance: 'In the data sheet, or multimeter on ohms from each leg to ground with the box off, if its maker allows it: the difference.',
  z: 'In the data sheet, as input or output impedance.',
  zcm: 'In the data sheet, as common-mode input impedance; often half of the input impedance.',
  noise: 'In the data sheet. To measure: input shorted, a recording interface of known gain, 20 Hz to 20 kHz.',
  snr: 'In the data sheet.',
  max: 'In the data sheet, as maximum output or input level.',
  gain: 'A 1 kHz tone, multimeter on AC volts at input and output: 20 log of their ratio.',
  length: 'A tape measure.',
  room: 'A sound level meter on dBA, everything off, at night and by day.',
  'room-gain': 'A tone of known level, a sound level meter at 1 m and at the seat.',
  loudspeakers: 'Count those that play the same hum.',
  plug: 'Look at the mains plug: an earth contact makes it three-pin.',
};

/** @param {string} what "shield of pre.main->amp.line" */
export function howToMeasure(what) {
  const key = /** @type {keyof HOW} */ (what.split(' ')[0]);
  return HOW[key] ?? 'In the data sheet or manual of the equipment.';
}
