#!/usr/bin/env python3
"""A broadcast house as .hum text: bench/house/house.py [BOXES]. Ten boxes to a rack, four racks to a room. Each room has its own
outlets, whose earths differ by millivolts; each box is bonded to the bar of its rack, bars of neighbouring racks along the cable
trays, so that the earths are one mesh. Five balanced links leave each box: four to the next one, one trunk to another rack through
what stands for a patch bay. 409 boxes make 2,004 links."""
import sys

OUT = "symmetric  max 12.3 V  z 50 ohm  noise 8 uV"
IN = "difference  z 24 kohm  zcm 12 kohm  cmrr 70 dB  noise 4 uV"
IN_RACK, RACKS_IN_ROOM, LINKS, TRUNK = 10, 4, 5, 37


def house(n):
    racks = (n + IN_RACK - 1) // IN_RACK
    yield f'humdinger 1\nsystem "A broadcast house of {n} boxes"\nmains 230 V 50 Hz\n'
    for room in range((racks + RACKS_IN_ROOM - 1) // RACKS_IN_ROOM):
        yield f"outlet room{room}  emf {2 + room % 7} mV  r 0.2 ohm"
    for rack in range(racks):
        yield f'box rack{rack} "Bar of rack {rack}"  plug 3-pin  outlet room{rack // RACKS_IN_ROOM}  leakage 100 uA'
    for i in range(n):
        yield f'box b{i} "Box {i}"  plug 3-pin  outlet room{i // IN_RACK // RACKS_IN_ROOM}  leakage 500 uA'
        yield from (f"  in i{k}  {IN}" for k in range(LINKS))
        yield from (f"  out o{k}  {OUT}" for k in range(LINKS))
        yield from (f"  gain i{k} -> o{k} 0 dB" for k in range(LINKS))
    for i in range(n):
        yield f"bond b{i} -> rack{i // IN_RACK}  r 5 mohm  l 0.5 uH"
    for rack in range(1, racks):
        yield f"bond rack{rack - 1} -> rack{rack}  r 10 mohm  l 3 uH"
        if rack >= RACKS_IN_ROOM:
            yield f"bond rack{rack - RACKS_IN_ROOM} -> rack{rack}  r 20 mohm  l 10 uH"
    for i in range(n):
        for k in range(LINKS):
            to = i + (TRUNK if k == LINKS - 1 else 1)
            if to < n:
                yield f"cable b{i}.o{k} -> b{to}.i{k}  xlr {20 if k == LINKS - 1 else 2} m"


if __name__ == "__main__":
    print("\n".join(house(int(sys.argv[1]) if len(sys.argv) > 1 else 409)))
