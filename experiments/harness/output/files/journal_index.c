#include "experiments/harness/output/files/journal_index.h"

#include <stdlib.h>
#include <string.h>

#include "experiments/harness/output/checksum.h"
#include "experiments/harness/output/files/transfer.h"

static uint64_t head_sum(const struct record_head *head)
{
    return checksum_add(CHECKSUM_START, head, offsetof(struct record_head, sum));
}

uint64_t record_sum(const struct record_head *head, const void *bytes)
{
    return checksum_add(head_sum(head), bytes, head->size);
}

size_t record_taken(const struct journal_record *r) { return r->size + sizeof(struct record_head); }

/* The last ones are asked for most. */
struct journal_record *index_find(const struct journal_index *index, size_t number)
{
    for (size_t i = index->count; i-- > 0;)
        if (index->record[i].number == number)
            return &index->record[i];
    return NULL;
}

bool index_add(struct journal_index *index, const struct journal_record *record)
{
    struct journal_record *last = index_find(index, record->number);
    if (!last && index->count == index->room) {
        size_t room = 2 * index->room + 64;
        struct journal_record *more = realloc(index->record, room * sizeof *more);
        if (!more)
            return false;
        index->record = more;
        index->room = room;
    }
    index->live += record_taken(record) - (last ? record_taken(last) : 0);
    *(last ? last : &index->record[index->count++]) = *record;
    return true;
}

static struct journal_record record_of(const struct record_head *head, size_t at)
{
    return (struct journal_record){head->number, head->units, head->of, head->size, at};
}

/* Whether the file holds all bytes of a record at a place. */
static bool whole(int descriptor, const struct record_head *head, size_t at)
{
    char block[1 << 14];
    uint64_t sum = head_sum(head);
    for (size_t done = 0; done < head->size;) {
        size_t want = head->size - done < sizeof block ? head->size - done : sizeof block, got;
        if (transfer_read(descriptor, at + done, want, block, &got) != 0 || got < want)
            return false;
        sum = checksum_add(sum, block, got);
        done += got;
    }
    return sum == head->sum;
}

bool index_read(struct journal_index *index, int descriptor, size_t end, size_t *sound)
{
    struct record_head head;
    size_t got, at;
    for (; (at = *sound + sizeof head) <= end; *sound = at + head.size) {
        if (transfer_read(descriptor, *sound, sizeof head, &head, &got) != 0 || got < sizeof head ||
            head.size > end - at || !whole(descriptor, &head, at))
            return true;
        struct journal_record record = record_of(&head, at);
        if (!index_add(index, &record))
            return false;
    }
    return true;
}

void index_add_all(struct journal_index *index, size_t size, const char *bytes, size_t place)
{
    struct record_head head;
    for (size_t at = 0; at < size; at += head.size) {
        memcpy(&head, bytes + at, sizeof head);
        at += sizeof head;
        struct journal_record record = record_of(&head, place + at);
        if (!index_add(index, &record))
            return;
    }
}

int index_copy(const struct journal_index *index, int from, int to, size_t place)
{
    int code = 0;
    for (size_t i = 0; code == 0 && i < index->count; i++) {
        const struct journal_record *r = &index->record[i];
        code = transfer_copy(from, r->at - sizeof(struct record_head), to, place, record_taken(r));
        place += record_taken(r);
    }
    return code;
}

void index_move(struct journal_index *index, size_t place)
{
    for (size_t i = 0; i < index->count; i++) {
        struct journal_record *r = &index->record[i];
        r->at = place + sizeof(struct record_head);
        place += record_taken(r);
    }
}
