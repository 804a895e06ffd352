/* SPDX-License-Identifier: AGPL-3.0-or-later
 * SHA-256, written from FIPS 180-4. */
#include "engines/kernel/digest.h"
#include <string.h>

static const uint32_t rounds[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

struct digest digest_begin(void)
{
    return (struct digest){{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab,
                            0x5be0cd19}, 0, {0}};
}

static uint32_t turn(uint32_t x, int by)
{
    return x >> by | x << (32 - by);
}

static void expand(const uint8_t *block, uint32_t words[64])
{
    for (int i = 0; i < 16; i++)
        words[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 | (uint32_t)block[4 * i + 2] << 8
                   | block[4 * i + 3];
    for (int i = 16; i < 64; i++) {
        uint32_t a = words[i - 15], b = words[i - 2];
        words[i] = words[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ a >> 3) + words[i - 7]
                   + (turn(b, 17) ^ turn(b, 19) ^ b >> 10);
    }
}

/* One round; the caller turns the eight names round instead of moving their values. */
static inline void turn_round(uint32_t a, uint32_t b, uint32_t c, uint32_t *d, uint32_t e, uint32_t f, uint32_t g,
                              uint32_t *h, uint32_t word)
{
    uint32_t one = *h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + word;
    *d += one;
    *h = one + (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
}

static void mix(uint32_t state[8], const uint8_t *block)
{
    uint32_t words[64], a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    expand(block, words);
    for (int i = 0; i < 64; i += 8) {
        const uint32_t *round = rounds + i, *word = words + i;
        turn_round(a, b, c, &d, e, f, g, &h, round[0] + word[0]);
        turn_round(h, a, b, &c, d, e, f, &g, round[1] + word[1]);
        turn_round(g, h, a, &b, c, d, e, &f, round[2] + word[2]);
        turn_round(f, g, h, &a, b, c, d, &e, round[3] + word[3]);
        turn_round(e, f, g, &h, a, b, c, &d, round[4] + word[4]);
        turn_round(d, e, f, &g, h, a, b, &c, round[5] + word[5]);
        turn_round(c, d, e, &f, g, h, a, &b, round[6] + word[6]);
        turn_round(b, c, d, &e, f, g, h, &a, round[7] + word[7]);
    }
    const uint32_t after[8] = {a, b, c, d, e, f, g, h};
    for (int i = 0; i < 8; i++)
        state[i] += after[i];
}

void digest_add(struct digest *digest, const void *bytes, size_t length)
{
    const uint8_t *at = bytes;
    while (length > 0) {
        size_t used = digest->length % 64, part = 64 - used < length ? 64 - used : length;
        if (part == 64) {
            mix(digest->state, at);
        } else {
            memcpy(digest->block + used, at, part);
            if (used + part == 64)
                mix(digest->state, digest->block);
        }
        digest->length += part;
        at += part;
        length -= part;
    }
}

void digest_text(struct digest *digest, const char *text)
{
    if (text)
        digest_add(digest, text, strlen(text));
}

void digest_end(struct digest *digest, uint8_t out[DIGEST_BYTES])
{
    static const uint8_t padding[64] = {0x80};
    uint8_t length[8];
    uint64_t bits = digest->length * 8;
    size_t used = digest->length % 64;
    for (int i = 0; i < 8; i++)
        length[i] = (uint8_t)(bits >> (56 - 8 * i));
    digest_add(digest, padding, used < 56 ? 56 - used : 120 - used);
    digest_add(digest, length, 8);
    for (int i = 0; i < DIGEST_BYTES; i++)
        out[i] = (uint8_t)(digest->state[i / 4] >> (24 - 8 * (i % 4)));
}

void digest_end_text(struct digest *digest, char out[DIGEST_TEXT])
{
    static const char digits[] = "0123456789abcdef";
    uint8_t bytes[DIGEST_BYTES];
    digest_end(digest, bytes);
    for (int i = 0; i < DIGEST_BYTES; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    out[DIGEST_TEXT - 1] = '\0';
}
