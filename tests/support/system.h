/* A text as a whole system: what the tests that go through the full program have in common. */
#ifndef TESTS_SUPPORT_SYSTEM_H
#define TESTS_SUPPORT_SYSTEM_H

#include "base/text.h"
#include "report/project.h"

/** Knows the devices small/dac and small/amp, the cable small/pair and the file "part.hum"; nothing else. */
extern const hum_loader small_catalogue;

/** Answers may be right, refuse the file or have no solution; the last two must have told why. */
bool is_told(const hum_project *p, hum_status st);

/** Is this text JSON? jansson, strictly. */
bool is_json(hum_text t);

#endif
