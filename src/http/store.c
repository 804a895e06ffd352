/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The store: the change from memory to file happens once, when the bytes outgrow their share of memory. */
#include "http/store.h"
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

/* Where the folder's file system cannot hold a nameless file, memory that only looks like one does. */
static int open_nameless(const char *folder)
{
    int file = open(folder, O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600);
    return file >= 0 ? file : memfd_create("spool", MFD_CLOEXEC);
}

static bool write_all(int file, const char *data, size_t length)
{
    while (length) {
        ssize_t written = write(file, data, length);
        if (written <= 0)
            return false;
        data += written;
        length -= (size_t)written;
    }
    return true;
}

static bool take(_Atomic size_t *taken, size_t most, size_t length)
{
    size_t before = atomic_fetch_add(taken, length);
    if (before + length <= most)
        return true;
    atomic_fetch_sub(taken, length);
    return false;
}

static bool add_to_memory(struct store *store, struct store_room *room, const void *data, size_t length)
{
    if (store->file || store->length + length > MOST_IN_MEMORY || !take(&room->memory, room->most_memory, length))
        return false;
    if (bytes_add(&store->memory, data, length))
        return true;
    atomic_fetch_sub(&room->memory, length);
    return false;
}

static int open_file_with(struct store_room *room, const char *data, size_t length)
{
    if (!take(&room->files, room->most_files, 1))
        return -1;
    int file = open_nameless(room->folder);
    if (file >= 0 && write_all(file, data, length))
        return file;
    atomic_fetch_sub(&room->files, 1);
    if (file >= 0)
        close(file);
    return -1;
}

static bool move_to_file(struct store *store, struct store_room *room)
{
    size_t length = store->memory.length;
    if (!take(&room->taken, room->most, length))
        return false;
    int file = open_file_with(room, store->memory.data, length);
    if (file < 0) {
        atomic_fetch_sub(&room->taken, length);
        return false;
    }
    store->file = file;
    atomic_fetch_sub(&room->memory, length);
    bytes_free(&store->memory);
    return true;
}

static bool add_to_file(struct store *store, struct store_room *room, const void *data, size_t length)
{
    if ((!store->file && !move_to_file(store, room)) || !take(&room->taken, room->most, length))
        return false;
    if (write_all(store->file, data, length))
        return true;
    atomic_fetch_sub(&room->taken, length);
    return false;
}

bool store_add(struct store *store, struct store_room *room, const void *data, size_t length)
{
    bool added = add_to_memory(store, room, data, length) || add_to_file(store, room, data, length);
    store->length += added ? length : 0;
    return added;
}

const void *store_data(struct store *store)
{
    if (!store->file)
        return store->memory.data;
    if (!store->mapped) {
        void *mapped = mmap(NULL, store->length, PROT_READ, MAP_PRIVATE, store->file, 0);
        store->mapped = mapped == MAP_FAILED ? NULL : mapped;
    }
    return store->mapped;
}

ssize_t store_send(const struct store *store, int socket, size_t sent)
{
    off_t at = (off_t)sent;
    if (store->file)
        return sendfile(socket, store->file, &at, store->length - sent);
    return send(socket, store->memory.data + sent, store->memory.length - sent, MSG_NOSIGNAL);
}

void store_free(struct store *store, struct store_room *room)
{
    if (store->mapped)
        munmap(store->mapped, store->length);
    if (store->file) {
        close(store->file);
        atomic_fetch_sub(&room->taken, store->length);
        atomic_fetch_sub(&room->files, 1);
    }
    atomic_fetch_sub(&room->memory, store->memory.length);
    bytes_free(&store->memory);
    *store = (struct store){0};
}
