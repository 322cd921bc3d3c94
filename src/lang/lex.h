/* What the lexer would make of a text, for those who write .hum text. */
#ifndef HUM_LANG_LEX_H
#define HUM_LANG_LEX_H

#include "lang/tree.h"

/** Would it be read as one word? */
bool hum_is_word(hum_text t);
/** Would it be read as the name of a tag, behind its "!"? */
bool hum_is_tag_name(hum_text t);
/** Can it stand inside quotes or a comment: UTF-8 without control characters and line ends? */
bool hum_is_line(hum_text t);

#endif
