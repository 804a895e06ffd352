/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Assets: compiled into the binary, with a gzip copy, at an address that holds a hash of the content. */
#include "bake.h"
#include <ctype.h>
#include <string.h>
#include <zlib.h>

static const char *type_of(const char *name)
{
    static const char *const types[][2] = {{".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"}, {".mjs", "text/javascript; charset=utf-8"},
        {".svg", "image/svg+xml"}, {".png", "image/png"}, {".ico", "image/x-icon"},
        {".txt", "text/plain; charset=utf-8"}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (text_ends(name, types[i][0]))
            return types[i][1];
    stop("%s: this kind of asset is not known", name);
}

static void write_bytes(FILE *c, const char *name, int number, const void *bytes, size_t length)
{
    fprintf(c, "static const unsigned char %s_%d[] = {", name, number);
    for (size_t i = 0; i < length; i++)
        fprintf(c, "%s%u,", i % 24 ? "" : "\n", ((const unsigned char *)bytes)[i]);
    fputs("0};\n", c);
}

/* Without a date in the header, so that the same asset always gives the same bytes. */
static size_t compress_asset(struct arena *arena, const char *bytes, size_t length, unsigned char **compressed)
{
    z_stream stream = {.next_in = (unsigned char *)bytes, .avail_in = (unsigned)length};
    if (deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        stop("zlib");
    size_t room = deflateBound(&stream, length);
    *compressed = arena_alloc(arena, room);
    stream.next_out = *compressed;
    stream.avail_out = (unsigned)room;
    if (deflate(&stream, Z_FINISH) != Z_STREAM_END)
        stop("zlib");
    size_t size = stream.total_out;
    deflateEnd(&stream);
    return size;
}

void bake_assets(struct arena *arena, const char *out, const char *folder)
{
    size_t count;
    char **names = list_folder(arena, folder, "", &count);
    FILE *c = create(out, "assets", "c");
    struct buffer table = {.arena = arena};
    fputs("#include \"web/asset.h\"\n\n", c);
    for (size_t i = 0; i < count; i++) {
        size_t length;
        char *bytes = read_file(arena, arena_format(arena, "%s/%s", folder, names[i]), &length);
        unsigned char *compressed;
        size_t smaller = compress_asset(arena, bytes, length, &compressed);
        const char *dot = strrchr(names[i], '.');
        write_bytes(c, "bytes", (int)i, bytes, length);
        write_bytes(c, "gzip", (int)i, compressed, smaller);
        buffer_format(&table, "    {\"%s\", {\"/assets/%.*s-%08x%s\", \"%s\", bytes_%zu, gzip_%zu, %zu, %zu}},\n",
            names[i], (int)(dot - names[i]), names[i], (unsigned)checksum_bytes(bytes, length), dot,
            type_of(names[i]), i, i,
            length, smaller);
    }
    fprintf(c, "const struct named_asset named_assets[] = {\n%s    {0}\n};\n", buffer_string(&table));
    finish(c, out, "assets", "c");
}
