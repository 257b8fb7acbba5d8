#define _GNU_SOURCE /* renameat2 */
#include "experiments/harness/output/files/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "experiments/harness/output/files/journal_head.h"
#include "experiments/harness/output/files/journal_index.h"
#include "experiments/harness/output/files/temporary.h"
#include "experiments/harness/output/files/transfer.h"

/* Bytes that no longer count and are not worth a new file; how often a file is opened that another
 * process is just writing anew. */
enum { SLACK = 1 << 20, TRIES = 8 };

struct journal {
    char *path, *head;
    int descriptor; /* -1: no file yet */
    bool held;
    size_t size; /* of the file, as far as it is sound */
    struct journal_index index;
    /* records as they are written, without their sums */
    char *waiting;
    size_t waits, waiting_room;
};

/* Locks what is open; false if another process holds it. Without locks on this file system nobody
 * can. */
static bool lock(int descriptor)
{
    return flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
}

/* Whether path still leads to what is open. */
static bool still_there(const char *path, const struct stat *open_one)
{
    struct stat now;
    return lstat(path, &now) == 0 && now.st_dev == open_one->st_dev &&
           now.st_ino == open_one->st_ino;
}

static bool fits(struct journal *j, struct message *error)
{
    struct stat status;
    for (int tries = 0; tries < TRIES; tries++) {
        j->held = true;
        j->descriptor = open(j->path, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
        if (j->descriptor < 0 && (errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG))
            return true;
        if (j->descriptor < 0 && errno != ELOOP && errno != EISDIR)
            return message_unread(error, j->path, errno);
        if (j->descriptor < 0 || fstat(j->descriptor, &status) != 0 || !S_ISREG(status.st_mode))
            return message_set(error,
                               "\"%s\" is no regular file; expected a checkpoint, or "
                               "nothing: give another --output",
                               j->path);
        j->held = lock(j->descriptor);
        if (!j->held)
            return true;
        if (still_there(j->path, &status))
            break;
        close(j->descriptor);
        j->descriptor = -1;
    }
    if (j->descriptor < 0) { /* others come and go */
        j->held = false;
        return true;
    }
    j->size = strlen(j->head);
    return journal_head_fits(j->descriptor, j->path, j->head, error) &&
           (index_read(&j->index, j->descriptor, (size_t)status.st_size, &j->size) ||
            message_memory(error));
}

bool journal_open(const char *path, const char *lines, struct journal **out, struct message *error)
{
    struct journal *j = calloc(1, sizeof *j);
    *out = j;
    if (!j)
        return message_memory(error);
    j->descriptor = -1;
    j->path = strdup(path);
    j->head = journal_head(lines);
    bool ok = j->path && j->head ? fits(j, error) : message_memory(error);
    if (!ok) {
        journal_close(j);
        *out = NULL;
    }
    return ok;
}

bool journal_held(const struct journal *journal) { return journal->held; }

const struct journal_record *journal_find(const struct journal *j, size_t number)
{
    return index_find(&j->index, number);
}

size_t journal_count(const struct journal *journal) { return journal->index.count; }

const struct journal_record *journal_at(const struct journal *journal, size_t i)
{
    return &journal->index.record[i];
}

bool journal_read(struct journal *j, const struct journal_record *record, void *bytes)
{
    struct record_head head;
    size_t got;
    return transfer_read(j->descriptor, record->at - sizeof head, sizeof head, &head, &got) == 0 &&
           got == sizeof head &&
           transfer_read(j->descriptor, record->at, record->size, bytes, &got) == 0 &&
           got == record->size && head.size == got && record_sum(&head, bytes) == head.sum;
}

void *journal_add(struct journal *j, const struct journal_record *record)
{
    struct record_head head = {record->number, record->units, record->of, record->size, 0};
    size_t size = j->waits + sizeof head + record->size;
    if (size > j->waiting_room) {
        char *more = realloc(j->waiting, size + size / 2);
        if (!more)
            return NULL;
        j->waiting = more;
        j->waiting_room = size + size / 2;
    }
    char *at = j->waiting + j->waits;
    memcpy(at, &head, sizeof head);
    j->waits = size;
    return at + sizeof head;
}

size_t journal_waiting(const struct journal *journal) { return journal->waits; }

/* Sums of all that waits. */
static void seal(struct journal *j)
{
    struct record_head head;
    for (char *at = j->waiting; at < j->waiting + j->waits; at += sizeof head + head.size) {
        memcpy(&head, at, sizeof head);
        head.sum = record_sum(&head, at + sizeof head);
        memcpy(at, &head, sizeof head);
    }
}

/* Gives a new file the journal's name; over an old one only if that is ours. */
static int take_name(const struct journal *j, const char *temporary)
{
    if (j->descriptor >= 0)
        return rename(temporary, j->path) == 0 ? 0 : errno;
    if (renameat2(AT_FDCWD, temporary, AT_FDCWD, j->path, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return errno;
    if (access(j->path, F_OK) == 0) /* as well as this file system can */
        return EEXIST;
    return rename(temporary, j->path) == 0 ? 0 : errno;
}

static int force(int descriptor)
{
    return fsync(descriptor) == 0 || errno == EINVAL || errno == ENOSYS ? 0 : errno;
}

/* Writes a new file: the head, the records that count, what waits. Returns: 0 or an errno. */
static int fill(const struct journal *j, int to)
{
    size_t head = strlen(j->head), place = head + j->index.live;
    int code = transfer_write(to, 0, head, j->head);
    if (code == 0)
        code = index_copy(&j->index, j->descriptor, to, head);
    if (code == 0)
        code = transfer_write(to, place, j->waits, j->waiting);
    return code == 0 ? force(to) : code;
}

/* Puts a new file in the place of the old one, which else stays. Returns: 0 or an errno. */
static int write_anew(struct journal *j)
{
    int to;
    const char *temporary = temporary_create(j->path, 0666, &to);
    if (!temporary)
        return errno ? errno : EIO;
    int code = fill(j, to);
    if (code == 0)
        code = take_name(j, temporary);
    if (code != 0) {
        temporary_remove(temporary);
        close(to);
        return code;
    }
    temporary_forget(temporary);
    if (j->descriptor >= 0)
        close(j->descriptor);
    j->descriptor = to;
    j->size = strlen(j->head) + j->index.live;
    index_move(&j->index, strlen(j->head));
    return 0;
}

/* Writes what waits behind the rest, over what a torn write has left. Returns: 0 or an errno. */
static int append(const struct journal *j)
{
    int code = ftruncate(j->descriptor, (off_t)j->size) == 0 ? 0 : errno;
    if (code == 0)
        code = transfer_write(j->descriptor, j->size, j->waits, j->waiting);
    return code == 0 ? force(j->descriptor) : code;
}

int journal_flush(struct journal *j)
{
    int code = 0;
    if (j->held && j->waits > 0) {
        size_t dead = j->size - strlen(j->head) - j->index.live;
        seal(j);
        code = j->descriptor < 0 || dead > j->index.live + SLACK ? write_anew(j) : append(j);
        if (code == 0) {
            index_add_all(&j->index, j->waits, j->waiting, j->size);
            j->size += j->waits;
        } else if (code == EEXIST) {
            j->held = false;
        }
    }
    j->waits = 0;
    return code;
}

void journal_close(struct journal *j)
{
    if (!j)
        return;
    if (j->descriptor >= 0)
        close(j->descriptor);
    free(j->path);
    free(j->head);
    free(j->index.record);
    free(j->waiting);
    free(j);
}

void journal_remove(struct journal *j)
{
    if (j && j->held) {
        if (j->descriptor >= 0)
            unlink(j->path);
        temporary_sweep(j->path);
    }
    journal_close(j);
}
