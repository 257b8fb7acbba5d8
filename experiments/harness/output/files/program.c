#include "experiments/harness/output/files/program.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PATH_LENGTH = 4096 };

/* The folder it stands in, "/" at its end. */
static bool own_folder(char out[PATH_LENGTH])
{
    ssize_t length = readlink("/proc/self/exe", out, PATH_LENGTH);
    if (length <= 0 || length == PATH_LENGTH)
        return false;
    while (length > 0 && out[length - 1] != '/')
        length--;
    out[length] = '\0';
    return length > 0;
}

/* Whether the folder holds the scripts, going by the one that all others read. */
static bool holds_scripts(const char *folder)
{
    char path[PATH_LENGTH + sizeof "/style.gp"];
    snprintf(path, sizeof path, "%s/style.gp", folder);
    return access(path, R_OK) == 0;
}

static bool installed_scripts(char *out, size_t size)
{
    char own[PATH_LENGTH];
    return own_folder(own) && snprintf(out, size, "%s../share/posbias/plots", own) < (int)size &&
           holds_scripts(out);
}

const char *program_name(void)
{
    char scripts[PATH_LENGTH];
    return installed_scripts(scripts, sizeof scripts) ? "posbias" : "build/posbias";
}

bool program_beside(const char *name, char *out, size_t size)
{
    char own[PATH_LENGTH];
    return own_folder(own) && snprintf(out, size, "%s%s", own, name) < (int)size;
}

bool program_scripts(char *out, size_t size)
{
    char own[PATH_LENGTH];
    if (installed_scripts(out, size))
        return true;
    char *at = own_folder(own) ? strstr(own, "/build/") : NULL;
    for (char *next; at && (next = strstr(at + 1, "/build/"));)
        at = next;
    return at && snprintf(out, size, "%.*s/plots", (int)(at - own), own) < (int)size &&
           holds_scripts(out);
}
