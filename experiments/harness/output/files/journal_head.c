#include "experiments/harness/output/files/journal_head.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "experiments/harness/output/files/transfer.h"

#define FORMAT "1"
static const char advice[] = "expected this run's, or nothing: remove it, or give another --output";

char *journal_head(const char *lines)
{
    size_t size = sizeof JOURNAL_FIRST FORMAT + strlen(lines) + 2;
    char *head = malloc(size);
    if (head)
        snprintf(head, size, "%s%s\n%s\n", JOURNAL_FIRST, FORMAT, lines);
    return head;
}

/* A line without its newline, as its first word, which is what it is about, and the rest. */
struct line {
    int word, rest; /* lengths */
    const char *at, *value;
};

static struct line line_at(const char *text)
{
    size_t length = strcspn(text, "\n"), word = strcspn(text, " \n"),
           gap = word < length ? word + 1 : length;
    return (struct line){(int)word, (int)(length - gap), text, text + gap};
}

/* What it is that a line says of a run. */
static const char *meaning(const struct line *line, char word[64])
{
    if (line->word == 7 && strncmp(line->at, "posbias", 7) == 0)
        return "experiment";
    snprintf(word, 64, "%.*s", line->word < 60 ? line->word : 60, line->at);
    return word;
}

/* Says in which line the head that is there first differs from the one that is wanted. */
static bool differs(const char *path, const char *there, const char *wanted, struct message *error)
{
    char word[64], value[512];
    if (strncmp(there, JOURNAL_FIRST, sizeof JOURNAL_FIRST - 1) != 0)
        return message_set(error, "\"%s\" is no checkpoint; %s", path, advice);
    if (strncmp(there, wanted, sizeof JOURNAL_FIRST FORMAT) != 0)
        return message_set(error, "\"%s\" is a checkpoint of another format; %s", path, advice);
    struct line a, b;
    for (;; there += strcspn(there, "\n") + 1, wanted += strcspn(wanted, "\n") + 1) {
        a = line_at(there);
        b = line_at(wanted);
        size_t length = strcspn(wanted, "\n");
        if (strncmp(there, wanted, length) != 0 || there[length] != '\n')
            break;
    }
    snprintf(value, sizeof value, "%.*s", a.rest < 500 ? a.rest : 500, a.value);
    return message_set(error, "\"%s\" is a checkpoint of another %s, \"%s\"; %s", path,
                       meaning(b.word ? &b : &a, word), value, advice);
}

bool journal_head_fits(int descriptor, const char *path, const char *head, struct message *error)
{
    size_t size = strlen(head), most = 2 * size + 4096, got = 0;
    char *there = calloc(most + 1, 1);
    if (!there)
        return message_memory(error);
    int code = transfer_read(descriptor, 0, most, there, &got);
    bool fits = code == 0 && got >= size && memcmp(there, head, size) == 0;
    if (code != 0)
        message_unread(error, path, code);
    else if (!fits)
        differs(path, there, head, error);
    free(there);
    return fits;
}
