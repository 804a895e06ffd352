/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Running maillage compute on small files from a test: what it says, what it complains of. */
#pragma once
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
#include "main/compute.h"
#include "main/testing.h"

struct run { struct arena arena; char *folder; char *words[8]; int count, status; const char *said, *complained; };

static inline int compute_begin(void **state)
{
    static char pattern[] = "/tmp/maillage-compute-XXXXXX";
    struct run *run = calloc(1, sizeof *run);
    run->folder = mkdtemp(arena_text(&run->arena, pattern));
    assert_non_null(run->folder);
    *state = run;
    return 0;
}

static inline int compute_end(void **state)
{
    static const char *const names[] = {"a", "b", "c", "d", "said", "complained"};
    struct run *run = *state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unlink(arena_format(&run->arena, "%s/%s", run->folder, names[i]));
    rmdir(run->folder);
    arena_free(&run->arena);
    free(run);
    return 0;
}

static inline char *file(struct run *run, const char *name, const char *text)
{
    char *path = arena_format(&run->arena, "%s/%s", run->folder, name);
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(text, 1, strlen(text), out), strlen(text));
    fclose(out);
    return path;
}

/* What goes to a stream while the engine runs ends in a file. */
static inline int divert(FILE *stream, const char *path)
{
    fflush(stream);
    int kept = dup(fileno(stream)), to = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(to, fileno(stream));
    close(to);
    return kept;
}

static inline const char *restore(struct run *run, FILE *stream, int kept, const char *path)
{
    size_t length;
    fflush(stream);
    dup2(kept, fileno(stream));
    close(kept);
    return test_file(&run->arena, path, &length);
}

/* In JSON, unless --table is among the words. */
static inline void compute(struct run *run, const char *engine, int count, char **words)
{
    char *said = arena_format(&run->arena, "%s/said", run->folder);
    char *complained = arena_format(&run->arena, "%s/complained", run->folder);
    run->words[0] = arena_text(&run->arena, engine);
    bool table = false;
    for (int i = 0; i < count; i++) {
        run->words[i + 1] = words[i];
        table = table || text_is(words[i], "--table");
    }
    struct command_line line = {.count = count + 1, .words = run->words, .arena = &run->arena, .json = !table};
    int out = divert(stdout, said), err = divert(stderr, complained);
    run->status = compute_command(&line);
    run->said = restore(run, stdout, out, said);
    run->complained = restore(run, stderr, err, complained);
}
