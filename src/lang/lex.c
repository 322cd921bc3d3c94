/* Text -> tokens. One pass over the bytes, no look-back. Whatever has no meaning is told once per run of such
 * bytes and skipped, so that the parser sees only tokens and goes on with the next one. */
#include "lang/lex.h"

#include "base/number.h"

#include <math.h>

enum { TAB_WIDTH = 8, CLIP = 40, ERRORS_MAX = 1000 };

typedef struct lexer {
    hum_arena *a;
    hum_diags *d;
    hum_text t;
    uint32_t file;
    size_t i;
    hum_token *items;
    size_t n;
    size_t cap;
    uint32_t column; /* of the first token of this line */
    size_t tab;      /* where a tab stands in this line's indentation */
    bool has_tab;
    bool told_tab;
    bool is_indent;     /* only white space on this line so far */
    bool is_line_start; /* no token on this line yet */
    bool is_glued;      /* no white space since the last token */
} lexer;

static char at(const lexer *l, size_t i)
{
    return i < l->t.n ? l->t.p[i] : '\0';
}

static hum_text rest(const lexer *l, size_t i)
{
    return hum_text_behind(l->t, i);
}

static hum_span span_of(const lexer *l, size_t begin, size_t end)
{
    return (hum_span){l->file, (uint32_t)begin, (uint32_t)end};
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_line_end(const lexer *l, size_t i)
{
    return i >= l->t.n || l->t.p[i] == '\n' || l->t.p[i] == '\r';
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_control(uint32_t c)
{
    return (c < 0x20 && c != '\t') || (c >= 0x7F && c < 0xA0);
}

/* Beyond ASCII every code point is a letter of a name, except signs, spaces and what cannot be seen. */
static bool is_far_letter(uint32_t c)
{
    static const uint32_t signs[][2] = {
        {0xD7, 0xD7},     {0xF7, 0xF7},     {0x2000, 0x206F}, {0x2190, 0x2BFF}, {0x3000, 0x3004},
        {0xE000, 0xF8FF}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFF0, 0xFFFF}, {0xE0000, 0x10FFFF}};
    enum { MICRO = 0xB5, DEGREE = 0xB0 };
    if (c < 0xC0)
        return c == MICRO || c == DEGREE;
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (c >= signs[i][0] && c <= signs[i][1])
            return false;
    return true;
}

/* Bytes of the letter at i, 0 when there is none. */
static size_t letter_at(const lexer *l, size_t i)
{
    char c = at(l, i);
    if (is_letter(c) || c == '_')
        return 1;
    uint32_t code = 0;
    size_t n = (unsigned char)c < 0x80 || i >= l->t.n ? 0 : hum_utf8_read(rest(l, i), &code);
    return n && is_far_letter(code) ? n : 0;
}

/* End of the word whose first character was accepted at i. */
static size_t word_end(const lexer *l, size_t i)
{
    for (;;) {
        char c = at(l, i);
        size_t n = letter_at(l, i);
        if (n)
            i += n;
        else if (is_digit(c) || c == '/' || (c == '.' && at(l, i + 1) != '.') ||
                 (c == '-' && at(l, i + 1) != '>'))
            i++;
        else
            return i;
    }
}

/* "dB(A)" is one word, so that its unit is told as one. */
static size_t bracket_end(const lexer *l, size_t begin, size_t end)
{
    if (!hum_text_is((hum_text){l->t.p + begin, end - begin}, "dB") || at(l, end) != '(')
        return end;
    size_t i = end + 1;
    while (is_letter(at(l, i)))
        i++;
    return at(l, i) == ')' ? i + 1 : end;
}

static hum_status push(lexer *l, hum_token_kind kind, size_t begin, size_t end, double number)
{
    hum_token t = {.kind = kind,
                   .span = span_of(l, begin, end),
                   .column = l->is_line_start ? l->column : 0,
                   .is_first = l->is_line_start,
                   .is_glued = l->is_glued && !l->is_line_start,
                   .number = number};
    if (l->is_line_start && l->has_tab && !l->told_tab) {
        hum_diags_say(l->d, HUM_D_TAB_INDENT, span_of(l, l->tab, l->tab + 1), "indent with spaces",
                      "a tab in the indentation is read as going to the next multiple of %d columns",
                      TAB_WIDTH);
        l->told_tab = true;
    }
    HUM_PUSH(l->a, l, items, n, cap, t);
    l->is_line_start = false;
    l->is_glued = true;
    l->i = end;
    return HUM_OK;
}

/* Length of the bytes at i that cannot stand in any text: control characters, or bytes that are not UTF-8
 * (*code 0 for those); 0 when they can stand. */
static size_t unreadable_run(const lexer *l, size_t i, uint32_t *code)
{
    size_t begin = i;
    bool not_utf8 = false;
    while (!is_line_end(l, i)) {
        uint32_t c = 0;
        size_t n = hum_utf8_read(rest(l, i), &c);
        if (n && !is_control(c))
            break;
        if (i == begin)
            not_utf8 = n == 0, *code = n ? c : 0;
        if (not_utf8 != (n == 0))
            break;
        i += n ? n : 1;
    }
    return i - begin;
}

static size_t tell_unreadable(lexer *l, size_t i)
{
    uint32_t code = 0;
    size_t n = unreadable_run(l, i, &code);
    if (n && !code)
        hum_diags_say(l->d, HUM_D_BAD_BYTE, span_of(l, i, i + n), "save the file as UTF-8",
                      "the byte 0x%02X is not UTF-8 here", (unsigned char)l->t.p[i]);
    else if (n)
        hum_diags_say(l->d, HUM_D_BAD_BYTE, span_of(l, i, i + n),
                      "delete it: only spaces and line ends separate", "a control character, U+%04X",
                      (unsigned)code);
    return n;
}

/* Characters that people type or paste for something else. */
static const struct {
    const char *typed, *help;
} strays[] = {
    {",", "values are separated by spaces, and the decimal sign is a point: 0.5 ohm"},
    {";", "one statement per line"},
    {"(", "a name with spaces or signs goes into quotes: \"Living room (left)\""},
    {")", "a name with spaces or signs goes into quotes: \"Living room (left)\""},
    {"'", "text goes into double quotes: \"Living room\""},
    {"!", "say where the value comes from: !measured, !datasheet or !guess"},
    {"+", "a tolerance is written +-5 %"},
    {"-", "a joint is written ->, a negative number without a space: -20 dB"},
    {".", "a range is written 0.1..1 ohm, a port amp.line"},
    {"/", "a file name goes into quotes: use \"boxes/amp.hum\""},
    {"\xE2\x88\x92", "write the minus of the keyboard: -20 dB"},
    {"\xE2\x80\x93", "write the minus of the keyboard, and a range as 60..80 dB"},
    {"\xE2\x80\x94", "write the minus of the keyboard, and a range as 60..80 dB"},
    {"\xE2\x80\x9C", "write the straight quotes of the keyboard: \"Living room\""},
    {"\xE2\x80\x9D", "write the straight quotes of the keyboard: \"Living room\""},
    {"\xE2\x80\x99", "write the straight quotes of the keyboard: \"Living room\""},
    {"\xE2\x80\xA6", "a range is written with two points: 0.1..1 ohm"},
    {"\xE2\x86\x92", "a joint is written ->"},
    {"\xC2\xA0", "this space is a no-break space: type a plain one"},
};

static void lex_stray(lexer *l)
{
    size_t begin = l->i;
    size_t n = tell_unreadable(l, begin);
    if (n) {
        l->i += n;
        return;
    }
    uint32_t code = 0;
    size_t one = hum_utf8_read(rest(l, begin), &code);
    hum_text shown = {l->t.p + begin, one};
    for (l->i += one; hum_text_eq((hum_text){l->t.p + l->i, one <= l->t.n - l->i ? one : 0}, shown);)
        l->i += one; /* a row of the same is told once */
    const char *help = "a name with spaces or signs goes into quotes: \"Living room\"";
    for (size_t i = 0; i < sizeof strays / sizeof strays[0]; i++)
        if (hum_text_is(shown, strays[i].typed))
            help = strays[i].help;
    if (hum_text_is(shown, ".") && begin > 0 && l->t.p[begin - 1] == '"')
        help = "an ID is one word without quotes, its title comes after it: box cd \"CD player\"";
    bool is_seen = code != 0xA0;
    hum_diags_say(l->d, HUM_D_BAD_BYTE, span_of(l, begin, l->i), help,
                  is_seen ? "'%.*s' has no meaning here" : "a character that cannot be seen", HUM_FMT(shown));
}

/* Steps over one character inside a text or a comment. */
static size_t step_inside(lexer *l, size_t i)
{
    size_t bad = tell_unreadable(l, i);
    if (bad)
        return i + bad;
    uint32_t code = 0;
    return i + hum_utf8_read(rest(l, i), &code);
}

static size_t without_trailing_blanks(const lexer *l, size_t begin, size_t end)
{
    while (end > begin && is_blank(l->t.p[end - 1]))
        end--;
    return end;
}

static hum_status lex_text(lexer *l)
{
    size_t begin = l->i;
    size_t i = begin + 1;
    while (!is_line_end(l, i) && l->t.p[i] != '"') {
        if (l->t.p[i] != '\\') {
            i = step_inside(l, i);
            continue;
        }
        char next = at(l, i + 1);
        if (next != '"' && next != '\\')
            hum_diags_say(l->d, HUM_D_BAD_BYTE, span_of(l, i, i + 1),
                          "write \\\\ for one backslash, \\\" for a quote",
                          "a backslash that quotes nothing");
        i += next == '"' || next == '\\' ? 2 : 1;
    }
    if (is_line_end(l, i)) {
        i = without_trailing_blanks(l, begin, i);
        hum_diags_say(l->d, HUM_D_BAD_TEXT, span_of(l, begin, i),
                      "close it on the same line: \"Living room\"", "this text has no closing quote");
        return push(l, HUM_TOKEN_TEXT, begin, i, 0);
    }
    return push(l, HUM_TOKEN_TEXT, begin, i + 1, 0);
}

static hum_status lex_comment(lexer *l)
{
    size_t begin = l->i;
    size_t i = begin + 1;
    while (!is_line_end(l, i))
        i = step_inside(l, i);
    HUM_TRY(push(l, HUM_TOKEN_COMMENT, begin, without_trailing_blanks(l, begin, i), 0));
    l->i = i;
    return HUM_OK;
}

static size_t digits_end(const lexer *l, size_t i)
{
    while (is_digit(at(l, i)))
        i++;
    return i;
}

static hum_status lex_number(lexer *l)
{
    size_t begin = l->i;
    size_t whole = digits_end(l, begin);
    if (whole > begin && at(l, whole) == '-' && is_letter(at(l, whole + 1)))
        return push(l, HUM_TOKEN_WORD, begin, word_end(l, whole), 0); /* 2-pin */
    double v = 0;
    size_t n = hum_number_read(rest(l, begin), &v);
    if (n == 0) {
        size_t end = digits_end(l, begin + !is_digit(at(l, begin)));
        n = digits_end(l, end + (at(l, end) == '.')) - begin;
        hum_diags_say(l->d, HUM_D_BAD_NUMBER, span_of(l, begin, begin + n),
                      "write it with an exponent: 1.5e-12", "a number of %zu characters is too long", n);
    } else if (isinf(v)) {
        hum_text shown = hum_text_clip((hum_text){l->t.p + begin, n}, CLIP);
        hum_diags_say(l->d, HUM_D_BAD_NUMBER, span_of(l, begin, begin + n), NULL,
                      "%.*s is too large a number", HUM_FMT(shown));
    }
    return push(l, HUM_TOKEN_NUMBER, begin, begin + n, v);
}

static bool starts_number(const lexer *l, size_t i)
{
    char c = at(l, i);
    size_t k = i + (c == '+' || c == '-');
    return is_digit(at(l, k)) || (at(l, k) == '.' && is_digit(at(l, k + 1)));
}

static hum_status lex_tag(lexer *l)
{
    size_t begin = l->i + 1;
    if (!letter_at(l, begin) && !is_digit(at(l, begin))) {
        lex_stray(l);
        return HUM_OK;
    }
    return push(l, HUM_TOKEN_TAG, l->i, word_end(l, begin), 0);
}

/* Signs of one to three bytes. `length` 0: none of them stands here. */
static hum_token_kind sign_at(const lexer *l, size_t *length)
{
    static const struct {
        const char *z;
        hum_token_kind kind;
    } signs[] = {{"->", HUM_TOKEN_ARROW},     {"..", HUM_TOKEN_DOTS},
                 {"+-", HUM_TOKEN_PLUSMINUS}, {"\xC2\xB1", HUM_TOKEN_PLUSMINUS},
                 {"?", HUM_TOKEN_UNKNOWN},    {"<", HUM_TOKEN_COMPARE},
                 {">", HUM_TOKEN_COMPARE},    {"=", HUM_TOKEN_COMPARE},
                 {":", HUM_TOKEN_COLON},      {"%", HUM_TOKEN_WORD}};
    hum_text t = rest(l, l->i);
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        hum_text z = hum_text_of(signs[i].z);
        *length = z.n;
        if (hum_text_starts(t, signs[i].z))
            return signs[i].kind;
    }
    *length = 0;
    return HUM_TOKEN_WORD;
}

static hum_status lex_token(lexer *l)
{
    char c = l->t.p[l->i];
    size_t n = 0;
    l->is_indent = false;
    hum_token_kind kind = sign_at(l, &n);
    if (n)
        return push(l, kind, l->i, l->i + n, 0);
    if (c == '"')
        return lex_text(l);
    if (c == '#')
        return lex_comment(l);
    if (c == '!')
        return lex_tag(l);
    if (starts_number(l, l->i))
        return lex_number(l);
    n = letter_at(l, l->i);
    if (n)
        return push(l, HUM_TOKEN_WORD, l->i, bracket_end(l, l->i, word_end(l, l->i + n)), 0);
    lex_stray(l);
    l->is_glued = false;
    return HUM_OK;
}

/* A line end: CR LF, LF, or CR alone. A line without tokens gives none. */
static hum_status lex_line_end(lexer *l)
{
    size_t begin = l->i;
    size_t n = begin >= l->t.n ? 0 : hum_text_starts(rest(l, begin), "\r\n") ? 2 : 1;
    if (!l->is_line_start)
        HUM_TRY(push(l, HUM_TOKEN_NEWLINE, begin, begin + n, 0));
    l->i = begin + n;
    l->is_line_start = true;
    l->is_indent = true;
    l->column = 0;
    l->has_tab = false;
    return HUM_OK;
}

static void lex_blank(lexer *l)
{
    if (l->is_indent && at(l, l->i) == '\t') {
        l->column = (l->column / TAB_WIDTH + 1) * TAB_WIDTH;
        l->tab = l->i;
        l->has_tab = true;
    } else if (l->is_indent) {
        l->column++;
    }
    l->is_glued = false;
    l->i++;
}

bool hum_is_word(hum_text t)
{
    lexer l = {.t = t};
    size_t first = letter_at(&l, 0);
    size_t digits = digits_end(&l, 0);
    if (!t.n || hum_text_is(t, "%"))
        return t.n > 0;
    if (first)
        return bracket_end(&l, 0, word_end(&l, first)) == t.n;
    return digits && at(&l, digits) == '-' && is_letter(at(&l, digits + 1)) && word_end(&l, digits) == t.n;
}

bool hum_is_tag_name(hum_text t)
{
    lexer l = {.t = t};
    return t.n > 0 && (letter_at(&l, 0) || is_digit(t.p[0])) && word_end(&l, 0) == t.n;
}

bool hum_is_line(hum_text t)
{
    for (size_t i = 0; i < t.n;) {
        uint32_t code = 0;
        size_t n = hum_utf8_read(hum_text_behind(t, i), &code);
        if (!n || is_control(code))
            return false;
        i += n;
    }
    return true;
}

/* A NUL, which no text has: told once, for whatever else is in such a file. */
static bool tell_no_text(lexer *l)
{
    size_t i = 0;
    while (i < l->t.n && l->t.p[i] != '\0')
        i++;
    if (i < l->t.n)
        hum_diags_say(l->d, HUM_D_BAD_BYTE, span_of(l, i, i + 1), "save it as plain text in UTF-8",
                      "this is no text: it has a byte 0x00");
    return i < l->t.n;
}

static bool tell_too_large(lexer *l)
{
    hum_span nowhere = {l->file, 0, 0};
    if (l->t.n > HUM_TEXT_MAX_BYTES)
        hum_diags_say(l->d, HUM_D_TOO_LARGE, nowhere,
                      "split the system into files and join them with: use \"part.hum\"",
                      "this file has %zu bytes; the limit is %d (16 MiB)", l->t.n, HUM_TEXT_MAX_BYTES);
    else if (l->n >= HUM_TOKENS_MAX)
        hum_diags_say(l->d, HUM_D_TOO_LARGE, nowhere,
                      "split the system into files and join them with: use \"part.hum\"",
                      "this file has more than %d words and numbers, the limit", HUM_TOKENS_MAX);
    else
        return false;
    return true;
}

/* After so many errors it is no text; the first of them have been told. */
static bool is_hopeless(const lexer *l)
{
    return hum_diags_errors(l->d) > ERRORS_MAX;
}

hum_status hum_lex(hum_arena *a, uint32_t file, hum_text text, hum_diags *d, hum_tokens *out)
{
    *out = (hum_tokens){0};
    lexer l = {.a = a, .d = d, .t = text, .file = file, .is_line_start = true, .is_indent = true};
    if (hum_text_starts(text, "\xEF\xBB\xBF"))
        l.i = 3;
    if (!tell_too_large(&l) && tell_no_text(&l))
        return HUM_E_INPUT;
    while (!tell_too_large(&l) && !is_hopeless(&l) && l.i < text.n) {
        if (is_blank(text.p[l.i]))
            lex_blank(&l);
        else if (is_line_end(&l, l.i))
            HUM_TRY(lex_line_end(&l));
        else
            HUM_TRY(lex_token(&l));
    }
    if (l.i < text.n)
        return HUM_E_INPUT;
    HUM_TRY(lex_line_end(&l));
    *out = (hum_tokens){l.items, l.n};
    return HUM_OK;
}
