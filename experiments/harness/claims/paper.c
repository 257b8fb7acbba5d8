#include "experiments/harness/claims/paper.h"

#include <string.h>

const struct paper paper_other = {"", "Other statements", ""};

const struct paper *paper_at(size_t place)
{
    return place < paper_count ? &papers[place] : &paper_other;
}

const struct paper *paper_of(const char *id)
{
    size_t length = strcspn(id, "-");
    for (size_t i = 0; i < paper_count; i++)
        if (strlen(papers[i].prefix) == length && strncmp(papers[i].prefix, id, length) == 0)
            return &papers[i];
    return &paper_other;
}

struct message paper_name(const struct paper *paper)
{
    struct message out;
    message_set(&out, *paper->reference ? "%s (%s)" : "%s", paper->title, paper->reference);
    return out;
}
