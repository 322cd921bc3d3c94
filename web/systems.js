/**
 * The guided systems: what the three questions become. Every value that the person did not say is marked !guess, so that
 * it can be replaced by what a manual or a meter says.
 *
 * @typedef {{name: string, label: string, options?: [string, string][], value?: string, unit?: string, help?: string}} Field
 * @typedef {{title: string, lead: string, tab: string, next: string, variant: string, fields: Field[],
 *   text: (v: Record<string, string>) => string, advice: (v: Record<string, string>) => string[]}} Guide
 */

const MAINS = /** @type {Field} */ ({ name: 'mains', label: 'Mains', options: [['120 V 60 Hz', '120 V, 60 Hz'], ['230 V 50 Hz', '230 V, 50 Hz'], ['100 V 50 Hz', '100 V, 50 Hz']] });
const SEAT = /** @type {Field[]} */ ([
  { name: 'sensitivity', label: 'Loudspeaker sensitivity', value: '88', unit: 'dB', help: 'For 2.83 V at 1 m; horns reach 100 dB and more.' },
  { name: 'distance', label: 'Distance to the seat', value: '3', unit: 'm' },
  { name: 'room', label: 'Noise of the room', value: '30', unit: 'dBA', help: 'A quiet living room at night: 25 to 30 dBA.' }]);

/** A number the person typed, else what is typical; never anything but a number reaches the text.
 * @param {string} said @param {string} otherwise @param {number} [most] */
function number(said, otherwise, most = 100) {
  const v = Number(String(said).replace(',', '.'));
  return Number.isFinite(v) && v > 0 ? String(Math.min(v, most)) : otherwise;
}

/** @param {string} title @param {string} mains */
const head = (title, mains) => `humdinger 1
system "${title}"
mains ${mains}
# What is marked !guess is typical. Put in its place what your manuals and your meter say.
`;

/** @param {Record<string, string>} v */
const seat = (v) => `speaker amp.spk  ${number(v.sensitivity, '88', 130)} dB  8 ohm  at ${number(v.distance, '3')} m  room ${number(v.room, '30')} dBA\n`;

const SOURCES = /** @type {Record<string, {title: string, lines: string}>} */ ({
  dac: { title: 'DAC', lines: '  out rca  unbalanced  max 2 V  z 100 ohm  noise 6 uV !guess\n  out xlr  symmetric  max 4 V  z 200 ohm  noise 9 uV !guess' },
  phono: { title: 'Phono stage', lines: '  out rca  unbalanced  max 5 V  z 100 ohm  noise 100 uV !guess\n  out xlr  symmetric  max 10 V  z 200 ohm  noise 200 uV !guess' },
  pre: { title: 'Preamp', lines: '  out rca  unbalanced  max 8 V  z 150 ohm  noise 12 uV !guess\n  out xlr  symmetric  max 16 V  z 300 ohm  noise 17 uV !guess' },
});

/** @param {Record<string, string>} v */
function rcaOrXlr(v) {
  const source = SOURCES[v.source] ?? SOURCES.dac;
  const length = number(v.length, '2', 1000);
  const two = v.plugs === 'other';
  return `${head('RCA or XLR?', v.mains)}
outlet a  emf 1 mV !guess  r 0.2 ohm !guess
${two ? 'outlet b  emf 4 mV !guess  r 0.2 ohm !guess\n' : ''}${v.tv === 'yes' ? 'ground catv  emf 80 mV !guess  r 0.3 ohm !guess  # measure it: see Unknowns\n' : ''}
box source "${source.title}"  ${v.plugs === 'two-pin' ? 'plug 2-pin  leakage 80 uA !guess' : 'plug 3-pin  outlet a'}${v.tv === 'yes' ? '  ground catv' : ''}
${source.lines}

box amp "Amplifier"  plug 3-pin  outlet ${two ? 'b' : 'a'}
  in rca  unbalanced  z 47 kohm  noise 6 uV !guess
  in xlr  difference  z 40 kohm  zcm 20 kohm  cmrr 40..70 dB !guess  noise 8 uV !guess
  out spk  max 40 V  z 0.1 ohm
  gain 6 dB  # with the volume control where you listen

cable source.rca -> amp.rca  rca ${length} m
${seat(v)}
variant "XLR"
  remove cable source.rca -> amp.rca
  cable source.xlr -> amp.xlr  xlr ${length} m
`;
}

/** @param {Record<string, string>} v @param {string} name */
function plug(v, name) {
  return v[name] === '3' ? `plug 3-pin  outlet ${name === 'amp' ? 'wall' : 'strip'}` : 'plug 2-pin  leakage 80 uA !guess';
}

/** @param {Record<string, string>} v */
function iHearHum(v) {
  const tv = v.coax === 'yes';
  const usb = v.usb === 'yes';
  return `${head('I hear hum', v.mains)}
outlet wall  emf 2 mV !guess  r 0.2 ohm !guess
outlet strip  emf 1 mV !guess  r 0.2 ohm !guess
${tv ? 'ground catv  emf 80 mV !guess  r 0.3 ohm !guess  # the antenna or cable-TV shield; measure it: see Unknowns\n' : ''}
${usb ? 'box computer "Computer"  plug 3-pin  outlet strip  portable  # without a battery leave out portable\n  out usb  usb\n\n' : ''}box source "Source"  ${plug(v, 'source')}${tv ? '  ground catv' : ''}
  out rca  unbalanced  max 2 V  z 1 kohm !guess  noise 10 uV !guess${usb ? '\n  in usb  usb' : ''}

box pre "Preamp"  ${plug(v, 'pre')}
  in line  unbalanced  z 47 kohm
  out main  unbalanced  max 8 V  z 200 ohm !guess  noise 12 uV !guess
  gain ${v.knob === 'yes' ? '-10' : '-20'} dB

box amp "Power amp"  ${plug(v, 'amp')}
  in line  unbalanced  z 47 kohm  noise 6 uV !guess
  out spk  max 40 V  z 0.1 ohm
  gain 28 dB

${usb ? 'cable computer.usb -> source.usb  usb 2 m\n' : ''}cable source.rca -> pre.line  rca ${number(v.first, '1', 1000)} m
cable pre.main -> amp.line  rca ${number(v.second, '3', 1000)} m
${seat(v)}`;
}

/** @param {Record<string, string>} v */
function humAdvice(v) {
  const three = ['source', 'pre', 'amp'].filter((b) => v[b] === '3').length;
  return [
    v.knob === 'yes' ? 'The volume knob changes it: it comes in before the knob, from the source or its cable.' : 'The volume knob does not change it: it comes in after the knob, between preamp and power amp or inside the amp.',
    v.sound === 'deep' ? 'A deep hum at the mains frequency alone points to magnetic pickup or a transformer: move the boxes apart and listen.' : 'A sharp buzz with many harmonics points to a ground voltage or leakage that drives current through a shield.',
    v.coax === 'yes' ? 'It stops with the antenna or cable-TV coax unplugged: that ground is the cause. A galvanic isolator in the coax ends it; leave the mains earths as they are.'
      : v.coax === 'no' ? 'The coax makes no difference: look at the mains side.' : '',
    v.usb === 'yes' ? 'A computer on a three-pin plug is an earth too. If it has a battery, pull its adapter out for a moment: hum that stops comes over the USB cable, and a USB isolator ends it for good.' : '',
    three >= 2 ? `${three} boxes have an earth contact, so their shields close a loop through the outlets. Put them on one outlet strip, or use a transformer or a balanced link between them.`
      : 'At most one box has an earth contact, so there is no loop through the outlets; leakage of the two-pin boxes remains. Try their plugs the other way round.',
    'Next test: unplug the signal cable at the input of the power amp. If the hum stays, it is made in the amp; if it goes, it comes over that cable.',
    'Never lift or remove a protective earth: a fault can then put mains voltage on a case that you touch.',
  ].filter(Boolean);
}

/** @param {Record<string, string>} v */
function quietEnough(v) {
  return `${head('Is my system quiet enough?', v.mains)}
box source "Source"  plug 2-pin  leakage 50 uA !guess
  out line  unbalanced  max ${number(v.level, '2')} V  z 100 ohm !guess  noise ${number(v.noise, '6')} uV

box amp "Amplifier"  plug 3-pin
  in line  unbalanced  z 47 kohm  noise ${number(v.ampnoise, '6')} uV
  out spk  max 40 V  z 0.1 ohm
  gain ${number(v.gain, '28')} dB

cable source.line -> amp.line  rca 1 m
${seat(v)}`;
}

const YES_NO = /** @type {[string, string][]} */ ([['no', 'no'], ['yes', 'yes']]);
const PLUG = /** @type {[string, string][]} */ ([['2', 'two-pin, no earth'], ['3', 'three-pin, with earth']]);

/** @type {Record<string, Guide>} */
export const guides = {
  rca: {
    title: 'RCA or XLR?', tab: 'compare', next: 'The two side by side', variant: '',
    lead: 'Two boxes that have both. What changes: how loud, how quiet, how much hum, and whether you can hear it.',
    fields: [
      { name: 'source', label: 'The source', options: [['dac', 'DAC or streamer'], ['phono', 'phono stage'], ['pre', 'preamp']] },
      { name: 'length', label: 'Length of the cable', value: '2', unit: 'm' },
      { name: 'plugs', label: 'Mains plugs', options: [['same', 'both three-pin, one outlet strip'], ['other', 'both three-pin, two outlets'], ['two-pin', 'the source is two-pin']] },
      { name: 'tv', label: 'Is the source joined to an antenna or cable TV?', options: YES_NO }, ...SEAT, MAINS],
    text: rcaOrXlr,
    advice: () => ['The two are side by side under Compare. The louder one sounds better whatever else it does, so look at the level difference first.',
      'CMRR is given as a range because nobody measured yours. State it under Unknowns if the manual says.'],
  },
  hum: {
    title: 'I hear hum', tab: 'fix', next: 'What would end it', variant: '',
    lead: 'Five answers and a rough system: then the pictures show where it comes from and what would end it.',
    fields: [
      { name: 'knob', label: 'Does the volume knob change the hum?', options: YES_NO },
      { name: 'sound', label: 'Is it deep or sharp?', options: [['sharp', 'a sharp buzz'], ['deep', 'a deep hum']] },
      { name: 'coax', label: 'Does it stop when the antenna or cable-TV coax is unplugged?', options: [['yes', 'yes'], ['no', 'no'], ['none', 'there is no coax']] },
      { name: 'usb', label: 'Is a computer with a three-pin plug joined to the source by USB?', options: YES_NO },
      { name: 'source', label: 'Plug of the source', options: PLUG }, { name: 'pre', label: 'Plug of the preamp', options: PLUG },
      { name: 'amp', label: 'Plug of the power amp', options: [...PLUG].reverse() },
      { name: 'first', label: 'Cable from source to preamp', value: '1', unit: 'm' }, { name: 'second', label: 'Cable from preamp to power amp', value: '3', unit: 'm' }, ...SEAT, MAINS],
    text: iHearHum,
    advice: humAdvice,
  },
  quiet: {
    title: 'Is my system quiet enough?', tab: 'try', next: 'Try other lengths and voltages', variant: '',
    lead: 'Hiss and hum at your seat against your own threshold of hearing and the noise of your room.',
    fields: [
      { name: 'level', label: 'Largest output of the source', value: '2', unit: 'V' }, { name: 'noise', label: 'Noise of the source', value: '6', unit: 'uV' },
      { name: 'gain', label: 'Gain of the amplifier', value: '28', unit: 'dB' }, { name: 'ampnoise', label: 'Noise at the amplifier’s input', value: '6', unit: 'uV' }, ...SEAT, MAINS],
    text: quietEnough,
    advice: () => ['The green dashed line is hiss per auditory band. Where it stays under both the threshold and the room, nobody hears it.',
      'If hiss is heard: less gain in the amplifier, or more level from the source, moves it down by as many decibels.'],
  },
};
