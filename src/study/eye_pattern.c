/* Frames of the serial interface: IEC 60958-1 (subframes, preambles, biphase mark), channel status as the first bytes of a
 * professional (AES3) or consumer (IEC 60958-3) source say it. docs/physics/eye.md E-10. */
#include "num/random.h"
#include "study/eye_parts.h"

enum { AUDIO_BITS = 24, SLOTS = 32, PREAMBLE_SLOTS = 4, BLOCK = 192 };

typedef struct writer {
    signed char *at;
    signed char level;
} writer;

/* Preambles as the levels of their eight UI when the level before was low. */
static const signed char preambles[3][8] = {
    {1, 1, 1, 0, 1, 0, 0, 0}, /* Z: first channel, beginning of a block */
    {1, 1, 1, 0, 0, 0, 1, 0}, /* X: first channel */
    {1, 1, 1, 0, 0, 1, 0, 0}, /* Y: second channel */
};

static void put_preamble(writer *w, const signed char *p)
{
    signed char before = w->level;
    for (size_t i = 0; i < 8; i++)
        *w->at++ = w->level = (signed char)(p[i] ? -before : before);
}

/* Biphase mark: the level changes before every bit, and within a one. */
static void put_bit(writer *w, unsigned bit)
{
    w->level = (signed char)-w->level;
    *w->at++ = w->level;
    if (bit)
        w->level = (signed char)-w->level;
    *w->at++ = w->level;
}

/* Bit n of the block: professional, 48 kHz, two channels; or consumer, copying permitted, general. */
static unsigned status_bit(bool is_professional, size_t n)
{
    static const unsigned char professional[] = {0x85, 0x08, 0x2c};
    static const unsigned char consumer[] = {0x04, 0x00, 0x00, 0x02};
    size_t byte = n / 8;
    if (is_professional)
        return byte < sizeof professional ? professional[byte] >> n % 8 & 1u : 0;
    return byte < sizeof consumer ? consumer[byte] >> n % 8 & 1u : 0;
}

static void put_subframe(writer *w, const signed char *preamble, uint32_t audio, unsigned status)
{
    unsigned parity = status;
    put_preamble(w, preamble);
    for (size_t i = 0; i < AUDIO_BITS; i++) {
        put_bit(w, audio >> i & 1u);
        parity ^= audio >> i & 1u;
    }
    put_bit(w, 0); /* valid */
    put_bit(w, 0); /* user */
    put_bit(w, status);
    put_bit(w, parity & 1u);
}

void hum_eye_pattern(bool is_professional, size_t n_frames, uint64_t seed, signed char *level)
{
    writer w = {level, -1};
    const uint32_t key[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};
    for (size_t i = 0; i < n_frames; i++) {
        const uint32_t counter[4] = {(uint32_t)i, 0, 0, 0};
        uint32_t random[4];
        unsigned status = status_bit(is_professional, i % BLOCK);
        hum_philox(counter, key, random);
        put_subframe(&w, preambles[i % BLOCK ? 1 : 0], random[0], status);
        put_subframe(&w, preambles[2], random[1], status);
    }
}
