/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Edit distances on an AZERTY keyboard. */
#include "engines/text/distance.h"
#include <string.h>

enum { FAR = 10000 };

void typed_prepare(struct typed *typed, const char *text, size_t length)
{
    for (size_t i = 0; i < typed->length; i++)
        typed->places[(unsigned char)typed->text[i]] = 0;
    typed->length = length < LONGEST_TYPED ? length : LONGEST_TYPED;
    for (size_t i = 0; i < typed->length; i++) {
        typed->text[i] = text[i];
        typed->places[(unsigned char)text[i]] |= 1ull << i;
    }
}

/* Hyyrö 2003, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances": one column of the table
 * for each byte of word, as differences between rows. */
int typed_edits(const struct typed *typed, const char *word, size_t length, int most)
{
    if (typed->length == 0)
        return (int)length;
    uint64_t up = ~0ull, down = 0, diagonal = 0, before = 0, last = 1ull << (typed->length - 1);
    int edits = (int)typed->length;
    for (size_t i = 0; i < length; i++) {
        uint64_t equal = typed->places[(unsigned char)word[i]];
        uint64_t swap = ((~diagonal & equal) << 1) & before;
        diagonal = (((equal & up) + up) ^ up) | equal | down | swap;
        uint64_t right_up = down | ~(diagonal | up), right_down = diagonal & up;
        edits += (right_up & last) != 0;
        edits -= (right_down & last) != 0;
        right_up = right_up << 1 | 1;
        right_down <<= 1;
        up = right_down | ~(diagonal | right_up);
        down = diagonal & right_up;
        before = equal;
        if (edits - (int)(length - 1 - i) > most)                    /* a column lowers the last row by one at most */
            return edits;
    }
    return edits;
}

/* The keys around each key, 0-9 then a-z: bit k for key k. Rows 1234567890, azertyuiop, qsdfghjklm, wxcvbn, each
 * half a key to the right of the one above; neighbours are at most one row and one key apart. */
static const uint64_t around[36] = {
    0x003000200, 0x000000404, 0x80000040a, 0x800004014, 0x008004028, 0x028000050, 0x4200000a0, 0x440000140,
    0x040040280, 0x001040101, 0x804000006, 0x080830000, 0x28000a000, 0x21800d000, 0x818002018, 0x0a8013000,
    0x4a0028800, 0x440890800, 0x041180300, 0x040960000, 0x0012c0000, 0x003500000, 0x002200000, 0x0000a0800,
    0x002340201, 0x001600001, 0x910000400, 0x02000e030, 0xb04006000, 0x408018060, 0x4000e0180, 0x000019800,
    0x214000000, 0x110003000, 0x0600300c0, 0x01400440c};

static int key_number(char c)
{
    return c >= 'a' && c <= 'z' ? c - 'a' + 10 : c >= '0' && c <= '9' ? c - '0' : -1;
}

bool keys_touch(char a, char b)
{
    int x = key_number(a), y = key_number(b);
    return x >= 0 && y >= 0 && (around[x] >> y & 1);
}

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

/* The keys around a key, and a key, as bits; none for what is no key. */
static uint64_t keys_around(char c)
{
    int key = key_number(c);
    return key < 0 ? 0 : around[key];
}

static uint64_t key_bit(char c)
{
    int key = key_number(c);
    return key < 0 ? 0 : 1ull << key;
}

/* A word in the table of costs. lone: what it costs that this letter stands there while the other word does not have
 * it. */
struct letters { const char *text; size_t length; uint64_t key[LONGEST_TYPED]; int lone[LONGEST_TYPED]; };

/* Fills in the letters of word before `end`: the others are never looked at. */
static void read_letters(struct letters *letters, const char *word, size_t length, size_t end)
{
    letters->text = word;
    letters->length = length;
    for (size_t i = 0; i < length && i < end; i++) {
        letters->key[i] = key_bit(word[i]);
        bool doubled = (i > 0 && word[i - 1] == word[i]) || (i + 1 < length && word[i + 1] == word[i]);
        letters->lone[i] = doubled || (i > 0 && (keys_around(word[i - 1]) & letters->key[i])) ? NEAR_EDIT : EDIT;
    }
}

/* The last three rows of the table. */
struct table { int cost[3][LONGEST_TYPED + 2]; struct letters typed, word; };

/* One row of the table, in the band where few edits can lead; returns its least cost. */
static int fill_row(struct table *table, size_t i, size_t band)
{
    int *row = table->cost[i % 3], least = FAR, lone = table->typed.lone[i - 1];
    const int *above = table->cost[(i + 2) % 3], *before = table->cost[(i + 1) % 3];
    const char *word = table->word.text, *typed = table->typed.text;
    uint64_t near = keys_around(typed[i - 1]);
    size_t from = i > band ? i - band : 1, to = i + band < table->word.length ? i + band : table->word.length;
    row[from - 1] = i <= band ? above[0] + lone : FAR;
    if (i <= band)
        least = row[0];
    for (size_t j = from; j <= to; j++) {
        bool equal = typed[i - 1] == word[j - 1];
        int best = above[j - 1] + (equal ? 0 : near & table->word.key[j - 1] ? NEAR_EDIT : EDIT);
        best = smaller(best, above[j] + lone);
        best = smaller(best, row[j - 1] + table->word.lone[j - 1]);
        if (!equal && i > 1 && j > 1 && typed[i - 1] == word[j - 2] && typed[i - 2] == word[j - 1])
            best = smaller(best, before[j - 2] + NEAR_EDIT);
        row[j] = best;
        least = smaller(least, best);
    }
    row[to + 1] = FAR;
    return least;
}

int typed_cost(const char *typed, size_t typed_length, const char *word, size_t length, int most, bool prefix)
{
    struct table table;                                              /* each cell is written before it is read */
    size_t band = (size_t)most / NEAR_EDIT;
    length = length < LONGEST_TYPED ? length : LONGEST_TYPED;
    typed_length = typed_length < LONGEST_TYPED ? typed_length : LONGEST_TYPED;
    if (typed_length > length + band || (!prefix && length > typed_length + band))
        return FAR;
    read_letters(&table.typed, typed, typed_length, typed_length);
    read_letters(&table.word, word, length, typed_length + band);
    table.cost[0][0] = 0;
    for (size_t j = 0; j < length && j < typed_length + band; j++)
        table.cost[0][j + 1] = j < band ? table.cost[0][j] + table.word.lone[j] : FAR;
    for (size_t i = 1; i <= typed_length; i++) {
        int least = fill_row(&table, i, band);
        if (least > most + NEAR_EDIT)                                /* a swap may still come from the row before */
            return least;
    }
    const int *row = table.cost[typed_length % 3];
    int best = length <= typed_length + band ? row[length] : FAR;
    size_t from = typed_length > band ? typed_length - band : 0, to = typed_length + band;
    for (size_t j = from; prefix && j <= to && j < length; j++)
        best = smaller(best, row[j]);
    return best;
}
