/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Folding in two passes: each character to plain letters, digits and a few marks; then the marks, which join or part
 * words. */
#include "base/fold.h"
#include <libstemmer.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { MOST_PARTS = 32, SHORTEST_BASE = 2 };

/* The marks that mean something inside a word; the middle dot, whatever its kind, becomes '*'. All else is a space. */
static const struct { uint32_t point; char mark; } marks[] = {
    {'\'', '\''}, {0x2019, '\''}, {0x2018, '\''}, {0x201B, '\''}, {0x02BC, '\''}, {0x02B9, '\''}, {0x2032, '\''},
    {0x00B4, '\''}, {'`', '\''}, {0xFF07, '\''},
    {'-', '-'}, {0x2010, '-'}, {0x2011, '-'}, {0x2012, '-'}, {0x2013, '-'}, {0x2014, '-'}, {0x2212, '-'},
    {0x00B7, '*'}, {0x2022, '*'}, {0x2027, '*'}, {0x22C5, '*'}, {0x30FB, '*'}, {0x0387, '*'},
    {'.', '.'}, {'(', '('}, {')', ')'}, {'/', '/'},
};

/* Letters that Unicode does not take apart. */
static const struct { uint32_t point; const char *letters; } apart[] = {
    {0x0153, "oe"}, {0x00E6, "ae"}, {0x00F8, "o"}, {0x0142, "l"}, {0x0111, "d"}, {0x00F0, "d"}, {0x00FE, "th"},
    {0x0131, "i"},
};

static char mark_of(uint32_t point)
{
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (marks[i].point == point)
            return marks[i].mark;
    return ' ';
}

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static bool is_letter_or_digit(uint32_t point)
{
    utf8proc_category_t kind = utf8proc_category((utf8proc_int32_t)point);
    return (kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_LO)
        || (kind >= UTF8PROC_CATEGORY_ND && kind <= UTF8PROC_CATEGORY_NO);
}

static void add_part(struct buffer *out, uint32_t point)
{
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++)
        if (apart[i].point == point) {
            buffer_text(out, apart[i].letters);
            return;
        }
    if (mark_of(point) == ' ' && is_letter_or_digit(point))
        utf8_put(out, point);
    else
        buffer_char(out, mark_of(point));
}

/* Accents go, soft hyphens and other invisible characters too; "ﬁ" becomes "fi", "²" becomes "2", "ẞ" becomes "ss". */
static void add_character(struct buffer *out, uint32_t point)
{
    utf8proc_int32_t parts[MOST_PARTS];
    int boundary = 0;
    char mark = mark_of(point);
    if (mark != ' ') {
        buffer_char(out, mark);
        return;
    }
    utf8proc_ssize_t count = utf8proc_decompose_char((utf8proc_int32_t)point, parts, MOST_PARTS,
        UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE, &boundary);
    if (count < 0 || count > MOST_PARTS)
        buffer_char(out, ' ');
    for (utf8proc_ssize_t i = 0; i < count && count <= MOST_PARTS; i++)
        add_part(out, (uint32_t)parts[i]);
}

static const char *fold_characters(struct arena *arena, const char *text)
{
    struct buffer out = {.arena = arena};
    const char *at = text, *end = text + strlen(text);
    while (at < end) {
        char c = *at;
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if (is_plain(c)) {
            buffer_char(&out, c);
            at++;
        } else {
            add_character(&out, utf8_next(&at, end));
        }
    }
    return buffer_string(&out);
}

/* ---- words ---- */

/* In what the first pass leaves, every byte above ASCII belongs to a letter. */
static size_t run_of_letters(const char *at)
{
    size_t length = 0;
    while (is_plain(at[length]) || (unsigned char)at[length] >= 0x80)
        length++;
    return length;
}

static bool is_one_of(const char *const *words, const char *word, size_t length)
{
    for (; *words; words++)
        if (strlen(*words) == length && memcmp(*words, word, length) == 0)
            return true;
    return false;
}

static bool is_elision(const char *word, size_t length)
{
    static const char *const elisions[] = {
        "l", "d", "j", "m", "n", "s", "t", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", NULL};
    return is_one_of(elisions, word, length);
}

/* "e.s.s.": the bytes it takes, 0 when there is none here. */
static size_t acronym(const char *at)
{
    size_t length = 0, letters = 0;
    while (at[length] >= 'a' && at[length] <= 'z' && run_of_letters(at + length) == 1) {
        letters++;
        length++;
        if (at[length] != '.')
            break;
        length++;
    }
    return letters >= 2 && !run_of_letters(at + length) ? length : 0;
}

/* The endings that inclusive writing adds to the first form. The second list holds those that are words of their own:
 * "donne-le" and "fini.Elle" are two words, while "professionnel·le" and "professionnel-le-s" are one. */
static bool is_ending(const char *letters, size_t length, bool sure)
{
    static const char *const endings[] = {
        "e", "es", "ee", "ees", "ne", "nes", "lle", "lles", "trice", "trices", "rice", "rices", "ice", "ices",
        "euse", "euses", "sse", "sses", "esse", "esses", "ere", "eres", "iere", "ieres", "ive", "ives", "ve", "ves",
        "onne", "onnes", "enne", "ennes", "ienne", "iennes", "ette", "ettes", "eresse", "eresses", NULL};
    static const char *const words[] = {
        "s", "le", "les", "te", "tes", "se", "ses", "elle", "elles", "ale", "ales", "que", "ques", "x", NULL};
    return is_one_of(endings, letters, length) || (sure && is_one_of(words, letters, length));
}

static size_t run_of_marks(const char *at)
{
    return strspn(at, "*.()-/");
}

/* After a word: "·e·s", "(e)s", ".rice.s", "-e-s", "/e", "(s)": the bytes they take, 0 when there are none. */
static size_t inclusive_ending(const char *at)
{
    size_t marks_before = run_of_marks(at), letters = run_of_letters(at + marks_before);
    if (!marks_before || marks_before > 2 || !letters)
        return 0;
    const char *ending = at + marks_before, *after = ending + letters;
    size_t between = run_of_marks(after);
    bool plural = between && between <= 2 && after[between] == 's' && run_of_letters(after + between) == 1;
    bool sure = *at == '*' || *at == '(' || plural;
    if (!is_ending(ending, letters, sure))
        return 0;
    if (plural)
        after += between + 1;
    else if (*at == '(')
        after += *after == ')';
    else if (*at != '*' && *after == *at && run_of_letters(after + 1))
        return 0;                                          /* "plan-e-commerce", "www.exemple.e.fr" */
    return (size_t)(after - at);
}

/* Ends the word that starts at start in out: at most LONGEST_WORD bytes, never half a character. */
static void cut(struct buffer *out, size_t start)
{
    size_t end = start + LONGEST_WORD;
    if (out->length <= end)
        return;
    while (end > start && ((unsigned char)out->text[end] & 0xC0) == 0x80)
        end--;
    out->text[end] = '\0';
    out->length = end;
}

static void add_acronym(struct buffer *out, const char *at, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (at[i] != '.')
            buffer_char(out, at[i]);
}

/* Reads the word at at, which starts with a letter or a digit, and returns where it ends. An apostrophe that is no
 * elision joins: "aujourd'hui" is one word, "entr'aide" is "entraide". */
static const char *add_word(struct buffer *out, const char *at)
{
    size_t start = out->length, length = acronym(at);
    if (length) {
        add_acronym(out, at, length);
        cut(out, start);
        return at + length;
    }
    length = run_of_letters(at);
    for (;;) {
        buffer_add(out, at, length);
        at += length;
        size_t apostrophes = strspn(at, "'");
        length = apostrophes ? run_of_letters(at + apostrophes) : 0;
        if (!length)
            break;
        at += apostrophes;
    }
    if (out->length - start >= SHORTEST_BASE)
        at += inclusive_ending(at);
    cut(out, start);
    return at;
}

/* "st" before a word of letters is a saint. Alone, or before a number, it stands for something else. */
static void write_saint(struct buffer *out, size_t before, size_t start)
{
    size_t length = out->length - start;
    bool named = length >= SHORTEST_BASE && (out->text[start] < '0' || out->text[start] > '9');
    if (start - before != sizeof "st" || memcmp(out->text + before, "st ", sizeof "st") != 0 || !named)
        return;
    const char *word = arena_copy(out->arena, out->text + start, length);
    out->length = before;
    buffer_text(out, "saint ");
    buffer_text(out, word);
}

/* "ste-foy" is a saint too; "ste dupont" may be a société. The bytes of "ste", 0 when this is no saint. */
static size_t feminine_saint(const char *at)
{
    size_t length = strlen("ste");
    return strncmp(at, "ste-", length + 1) == 0 && run_of_letters(at + length + 1) >= SHORTEST_BASE ? length : 0;
}

char *fold_text(struct arena *arena, const char *text)
{
    const char *at = fold_characters(arena, text ? text : "");
    struct buffer out = {.arena = arena};
    buffer_add(&out, "", 0);
    for (size_t before = 0; *at;) {
        size_t length = run_of_letters(at);
        if (!length) {
            at++;
            continue;
        }
        if (at[length] == '\'' && is_elision(at, length)) {
            at += length;
            continue;
        }
        if (out.length)
            buffer_char(&out, ' ');
        size_t start = out.length, saint = feminine_saint(at);
        if (saint)
            buffer_text(&out, "sainte");
        at = saint ? at + saint : add_word(&out, at);
        size_t grown = out.length;
        write_saint(&out, before, start);
        before = start + (out.length - grown);
    }
    return out.text;
}

struct word_list fold_words(struct arena *arena, const char *text)
{
    struct word_list list = {0};
    list.words = (const char **)text_split(arena, fold_text(arena, text), " ", &list.count);
    return list;
}

/* ---- stems and stop words ---- */

static void forget_stemmer(void *stemmer)
{
    sb_stemmer_delete(stemmer);
}

static pthread_key_t stemmer_key;
static pthread_once_t stemmer_once = PTHREAD_ONCE_INIT;

static void make_key(void)
{
    if (pthread_key_create(&stemmer_key, forget_stemmer) != 0)
        abort();
}

/* One for each thread, for a stemmer holds the word it works on; freed when the thread ends. */
static struct sb_stemmer *stemmer(void)
{
    pthread_once(&stemmer_once, make_key);
    struct sb_stemmer *mine = pthread_getspecific(stemmer_key);
    if (mine)
        return mine;
    mine = sb_stemmer_new("french", "UTF_8");
    if (!mine || pthread_setspecific(stemmer_key, mine) != 0)
        abort();
    return mine;
}

/* The accents that the stemmer needs and that an ending betrays: "mutualisees", "qualites", "donnerent". Of the
 * pairs of words that share a stem in Snowball's own French list, 79 % share one when folded words are stemmed as
 * they are, 96 % with this. */
static const char *with_telling_accents(struct arena *arena, const char *folded)
{
    static const struct { const char *bare, *accented; } endings[] = {
        {"ees", "\xC3\xA9" "es"}, {"ee", "\xC3\xA9" "e"}, {"erent", "\xC3\xA8" "rent"}, {"ites", "it\xC3\xA9s"},
        {"ite", "it\xC3\xA9"},
    };
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (strlen(folded) > strlen(endings[i].bare) + SHORTEST_BASE && text_ends(folded, endings[i].bare))
            return arena_format(arena, "%.*s%s", (int)(strlen(folded) - strlen(endings[i].bare)), folded,
                endings[i].accented);
    return folded;
}

const char *fold_stem(struct arena *arena, const char *folded)
{
    struct sb_stemmer *mine = stemmer();
    const char *word = with_telling_accents(arena, folded);
    const sb_symbol *stem = sb_stemmer_stem(mine, (const sb_symbol *)word, (int)strlen(word));
    if (!stem)
        return arena_text(arena, folded);
    return word == folded ? arena_copy(arena, (const char *)stem, (size_t)sb_stemmer_length(mine))
                          : fold_characters(arena, (const char *)stem);
}

/* Sorted, for the search by halves. */
static const char *const stop_words[] = {
    "a", "afin", "ai", "ainsi", "alors", "apres", "as", "au", "aussi", "autre", "autres", "aux", "avec", "avez",
    "avons", "c", "car", "ce", "ceci", "cela", "celle", "celles", "celui", "ces", "cet", "cette", "ceux", "chez",
    "ci", "comme", "comment", "d", "dans", "de", "depuis", "des", "donc", "dont", "du", "elle", "elles", "en",
    "entre", "es", "est", "et", "etaient", "etait", "etant", "ete", "etes", "etre", "eu", "eux", "fait", "faire",
    "faut", "furent", "fut", "ici", "il", "ils", "j", "je", "l", "la", "le", "les", "leur", "leurs", "lors", "lui",
    "m", "ma", "mais", "me", "meme", "memes", "mes", "moi", "mon", "n", "ne", "ni", "nos", "notre", "nous", "on",
    "ont", "or", "ou", "par", "parce", "pas", "peu", "peut", "plus", "pour", "pourquoi", "puis", "qu", "quand",
    "que", "quel", "quelle", "quelles", "quels", "qui", "quoi", "s", "sa", "sans", "se", "sera", "serait", "seront",
    "ses", "si", "soi", "soient", "soit", "sommes", "son", "sont", "suis", "sur", "t", "ta", "te", "tel", "telle",
    "telles", "tels", "tes", "toi", "ton", "tous", "tout", "toute", "toutes", "tres", "tu", "un", "une", "vers",
    "voici", "voila", "vos", "votre", "vous", "y",
};

static int compare_words(const void *a, const void *b)
{
    return strcmp(a, *(const char *const *)b);
}

bool fold_is_stop_word(const char *folded)
{
    return bsearch(folded, stop_words, sizeof stop_words / sizeof *stop_words, sizeof *stop_words,
        compare_words) != NULL;
}

char *fold_for_search(struct arena *arena, const char *text)
{
    struct word_list list = fold_words(arena, text);
    struct buffer out = {.arena = arena};
    buffer_add(&out, "", 0);
    for (size_t i = 0; i < list.count; i++) {
        if (fold_is_stop_word(list.words[i]))
            continue;
        if (out.length)
            buffer_char(&out, ' ');
        buffer_text(&out, fold_stem(arena, list.words[i]));
    }
    return out.text;
}
