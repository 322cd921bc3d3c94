/* What the resolve_*.c files share: the state of a resolution, and reading of keys and values. */
#ifndef HUM_MODEL_RESOLVER_H
#define HUM_MODEL_RESOLVER_H

#include "model/files.h"
#include "model/schema.h"

typedef struct hum_resolver {
    hum_arena *a;
    hum_files *files;
    hum_diags *d;
    hum_model *m;
    bool is_amending; /**< Inside a variant: what exists is changed instead of being said twice. */
    bool lacks_names;  /**< A line that names something could not be read, and was told. */
    unsigned use_depth;
} hum_resolver;

/** A place in the items of one statement. */
typedef struct hum_cursor {
    const hum_statement *s;
    size_t i;
} hum_cursor;

/** The item under the cursor, NULL at the end. */
const hum_item *hum_at(const hum_cursor *c);
/** The word under the cursor is `word`: step over it. */
bool hum_take(hum_cursor *c, const char *word);
/** Tells that the catalogue has no such `kind` ("device", "transformer-type" ...) and where to look for one of that maker. */
void hum_say_not_listed(hum_resolver *r, hum_span span, const char *kind, hum_text name);
/** Any word under the cursor; told when something else is there. `wanted` is "the name of a box". */
bool hum_take_word(hum_resolver *r, hum_cursor *c, const char *wanted, hum_text *word, hum_span *span);
/** An arrow under the cursor; told when something else is there. */
bool hum_take_arrow(hum_resolver *r, hum_cursor *c);
/** One of a closed list of words; told when it is none of them. */
bool hum_take_choice(hum_resolver *r, hum_cursor *c, const hum_choice *list, const char *what, int *value);
/** A value with its tags; told when none is there, with what `wanted` says. */
bool hum_take_value(hum_resolver *r, hum_cursor *c, const char *wanted, hum_value *out);
/** The span of what the cursor is at, or of the end of the statement. */
hum_span hum_here(const hum_cursor *c);

/** Removes what `values` has of a key. */
void hum_values_forget(hum_values *values, hum_key key);
/** Empties `values`; what was not said in `file` goes to `others`. */
HUM_NODISCARD hum_status hum_values_split(hum_arena *a, hum_values *values, uint32_t file, hum_values *others);
/** Puts each key of `over` in place of what `values` has of it. */
HUM_NODISCARD hum_status hum_values_overlay(hum_arena *a, hum_values *values, const hum_values *over);
/** The key under the cursor with its value or values, into `values`.
 *  @return HUM_OK also when something was told; *known is false when the word is not a key of that place, and the
 *          cursor has not moved. */
HUM_NODISCARD hum_status hum_take_key(hum_resolver *r, hum_cursor *c, hum_where where, hum_values *values, bool *known);
/** Stores a value for a key after checking its limits. */
HUM_NODISCARD hum_status hum_put_value(hum_resolver *r, hum_values *values, hum_key key, const hum_value *v,
                                       double f_hz);
/** Tells that nothing has this name, unless it may be one that could not be read. */
void hum_tell_no_name(hum_resolver *r, hum_diag_code code, hum_span span, hum_text message, hum_text help);
/** Tells of an unknown word under the cursor and steps over it and its values. */
void hum_tell_unknown_key(hum_resolver *r, hum_cursor *c, hum_where where, const char *also);

/** The box whose lines are read. */
typedef struct hum_box_place {
    hum_box *box;
    uint32_t box_index;
    const hum_statement *box_statement;
    bool is_device; /**< Lines of a device may be overridden without being said twice. */
} hum_box_place;

/** Is that the word a statement begins with? */
bool hum_begins_with(const hum_statement *s, const char *word);

/* One file per kind of statement. Each applies one statement to the model; resolve.c has the table. */
HUM_NODISCARD hum_status hum_resolve_box(hum_resolver *r, const hum_statement *s);
/** The line of an input or output below a box. */
HUM_NODISCARD hum_status hum_resolve_port(hum_resolver *r, const hum_statement *s, hum_box_place *at, bool is_output);
HUM_NODISCARD hum_status hum_resolve_ground(hum_resolver *r, const hum_statement *s);
HUM_NODISCARD hum_status hum_resolve_cable(hum_resolver *r, const hum_statement *s);
HUM_NODISCARD hum_status hum_resolve_listener(hum_resolver *r, const hum_statement *s);
HUM_NODISCARD hum_status hum_resolve_bond(hum_resolver *r, const hum_statement *s);
HUM_NODISCARD hum_status hum_resolve_remove(hum_resolver *r, const hum_statement *s);
HUM_NODISCARD hum_status hum_resolve_near(hum_resolver *r, const hum_statement *s);
HUM_NODISCARD hum_status hum_resolve_field(hum_resolver *r, const hum_statement *s);
/** `remove near cable A -> B mains`, `remove field`, `remove radio`. */
HUM_NODISCARD hum_status hum_remove_near(hum_resolver *r, hum_cursor *c);
void hum_remove_field(hum_resolver *r, bool is_radio, hum_span span);
/** A cable is removed: what lies beside it will lie beside the one that replaces it. */
void hum_orphan_fields(hum_model *m, hum_text cable_id);
/** Joins the cables that fields name, once all cables are there. */
void hum_link_fields(hum_resolver *r);
/** The two ends of a cable, "pre.main -> amp.line", with its id; told when they are not there. */
bool hum_take_cable_ends(hum_resolver *r, hum_cursor *c, hum_cable *cable);
/** The cable of that id, NULL when there is none. */
hum_cable *hum_find_cable(const hum_model *m, hum_text id);
/** Joins names to indices when every statement has been applied. */
HUM_NODISCARD hum_status hum_resolve_links(hum_resolver *r);

#endif
