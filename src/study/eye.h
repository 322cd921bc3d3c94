/* The eye of a digital audio link: how open it is at the receiver, what the cable's reflections and losses do to the zero crossings,
 * and how long the cable may be. docs/physics/eye.md. */
#ifndef HUM_STUDY_EYE_H
#define HUM_STUDY_EYE_H

#include "circuit/network.h"
#include "study/eye_parts.h"

/** What a standard asks of a receiver. */
typedef struct hum_eye_standard {
    const char *name;
    hum_eye_mask mask;
    const char *source; /**< Where the mask is from. */
} hum_eye_standard;

const hum_eye_standard *hum_eye_standard_of(const hum_port *input);

/** Jitter that a receiver must follow at high frequencies, UI peak to peak (AES3). */
#define HUM_EYE_JITTER_UI 0.25

typedef enum hum_eye_limit {
    HUM_EYE_OPEN,    /**< Nothing: it works. */
    HUM_EYE_HEIGHT,  /**< Even in the middle of the eye there is too little voltage. */
    HUM_EYE_WIDTH,   /**< The edges are too slow: they cut the corners of the mask. */
    HUM_EYE_JITTER,  /**< The crossings wander by more than a receiver must follow, or are missing. */
} hum_eye_limit;
const char *hum_eye_limit_word(hum_eye_limit l);

/** Behind it. */
typedef enum hum_eye_cause {
    HUM_EYE_NOTHING,
    HUM_EYE_REFLECTIONS, /**< With both ends matched to the cable half as much again works. */
    HUM_EYE_LEVEL,       /**< With ten times the voltage half as much again works. */
    HUM_EYE_LOSS,        /**< Loss that rises with frequency: short pulses do not reach what long ones do. */
} hum_eye_cause;
const char *hum_eye_cause_word(hum_eye_cause c);

/** One eye and what it means. */
typedef struct hum_eye_result {
    hum_eye_opening opening;
    double margin_db;        /**< Height over the mask's; -HUGE_VAL for a closed eye. */
    hum_eye_limit limit;
    double longest_m;        /**< Longest cable that works, NAN when none does; HUGE_VAL beyond HUM_EYE_LONGEST_M. */
    hum_eye_limit stops;     /**< What stops a longer one. */
    hum_eye_cause cause;     /**< Of that. */
} hum_eye_result;

#define HUM_EYE_LONGEST_M 10e3

enum { HUM_EYE_COLUMNS = 320, HUM_EYE_ROWS = 160 };

/** Where traces pass: how often each cell of two UI by the swing is crossed. */
typedef struct hum_eye_picture {
    double height_v;          /**< The cells span -height_v / 2 .. height_v / 2. */
    unsigned count[HUM_EYE_ROWS][HUM_EYE_COLUMNS]; /**< Lowest voltage first; columns span the two UI of a bit. */
} hum_eye_picture;

typedef struct hum_eye {
    uint32_t link;            /**< Of the model's digital cables. */
    const hum_eye_standard *standard;
    hum_eye_channel channel;  /**< As it is: length, both ends. */
    bool has_published_loss;
    bool is_solved;           /**< From its cross-section. */
    double ui_s;
    double z0_ohm;            /**< Of the cable at high frequencies. */
    double loss_db;           /**< Of its length, matched, at the highest fundamental (64 x the frame rate). */
    double return_loss_db;    /**< Of the load on the cable; HUGE_VAL for a match. */
    hum_eye_result plain;
    hum_eye_result equalised;
    hum_eye_picture *picture; /**< Of the eye asked for; NULL unless asked. */
} hum_eye;

typedef struct hum_eye_options {
    double f_frame_hz;      /**< 32 to 192 kHz. */
    double length_m;        /**< Instead of the cable's own; 0: its own. */
    bool is_equalised;      /**< Which eye is drawn. */
    bool finds_longest;     /**< Bisects the length, which takes some 30 eyes. */
    bool draws;
} hum_eye_options;

/** The eye of digital link `link` (0 .. model->n_digital - 1) of a built network.  @return HUM_E_NOMEM */
HUM_NODISCARD hum_status hum_eye_study(hum_arena *a, const hum_network *net, uint32_t link, const hum_eye_options *o, hum_eye *out);

#endif
