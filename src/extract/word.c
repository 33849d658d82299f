#include "extract/word.h"

#include "extract/odt.h"
#include "extract/program.h"

#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WORD_FOLDER 200 /* bytes of the folder's path */
#define WORD_TRIES 2    /* it ends once to begin anew with its new profile */
#define WORD_AGAIN 81   /* and says so by this */
#define WORD_REMOVED 32 /* descriptors for the removal */

static const char word_profile[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<oor:items xmlns:oor=\"http://openoffice.org/2001/registry\" xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">\n"
#define WORD_ITEM(path, name, value)                                                                                   \
    "<item oor:path=\"/org.openoffice.Office." path "\"><prop oor:name=\"" name "\" oor:op=\"fuse\"><value>" value     \
    "</value></prop></item>\n"
    WORD_ITEM("Common/Security/Scripting", "MacroSecurityLevel", "3")
        WORD_ITEM("Common/Security/Scripting", "DisableMacrosExecution", "true")
            WORD_ITEM("Common/Security/Scripting", "DisableActiveContent", "true")
                WORD_ITEM("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true")
                    WORD_ITEM("Common/Load", "UpdateDocMode", "0")
                        WORD_ITEM("Writer/Content/Update", "Link", "2") "</oor:items>\n";

static int word_write(const char *folder, const char *name, const void *bytes, size_t size, leitong_error *error)
{
    char path[WORD_FOLDER + 64];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wxe");
    bool is_written = file != NULL && fwrite(bytes, 1, size, file) == size;
    if (file != NULL && fclose(file) != 0) {
        is_written = false;
    }
    return is_written ? 0 : lt_error_system(error, path, "can't write");
}

static int word_remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    (void)remove(path);
    return 0;
}

/* LibreOffice's own program: what is called soffice is a script around it. */
static void word_program(char out[PATH_MAX])
{
    char real[PATH_MAX];
    char *slash = realpath(out, real) != NULL ? strrchr(real, '/') : NULL;
    if (slash != NULL && (size_t)(slash - real) + sizeof "/soffice.bin" < sizeof real) {
        memcpy(slash, "/soffice.bin", sizeof "/soffice.bin");
        if (access(real, X_OK) == 0) {
            memcpy(out, real, sizeof real);
        }
    }
}

static int word_listen(void *context, const char *piece, size_t size, leitong_error *error)
{
    (void)context;
    (void)piece;
    (void)size;
    (void)error;
    return 0;
}

/* What LibreOffice made; *ret_bytes NULL where it made nothing. */
static int word_made(const char *folder, uint8_t **ret_bytes, size_t *ret_size, leitong_error *error)
{
    char path[WORD_FOLDER + 64];
    struct stat status;
    snprintf(path, sizeof path, "%s/out/in.odt", folder);
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    *ret_bytes = NULL;
    if (file < 0) {
        return 0;
    }
    if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
        close(file);
        return 0;
    }
    size_t size = (size_t)status.st_size;
    uint8_t *bytes = malloc(size + 1);
    size_t at = 0;
    while (bytes != NULL && at < size) {
        ssize_t got = read(file, bytes + at, size - at);
        if (got <= 0) {
            break;
        }
        at += (size_t)got;
    }
    close(file);
    if (bytes == NULL) {
        return lt_error_memory(error);
    }
    *ret_bytes = bytes;
    *ret_size = at;
    return 0;
}

static int word_convert(const char *program, const char *folder, const char *name, int *ret_exit, leitong_error *error)
{
    char profile[WORD_FOLDER + 64];
    char out[WORD_FOLDER + 64];
    char in[WORD_FOLDER + 64];
    static const uint8_t nothing[1];
    snprintf(profile, sizeof profile, "-env:UserInstallation=file://%s/profile", folder);
    snprintf(out, sizeof out, "%s/out", folder);
    snprintf(in, sizeof in, "%s/%s", folder, name);
    const char *const words[] = {
        program,    profile, "--headless", "--norestore", "--nologo", "--convert-to", "odt:writer8",
        "--outdir", out,     in,           NULL};
    lt_program run = {words, nothing, 0, word_listen, NULL};
    *ret_exit = WORD_AGAIN;
    for (int i = 0; i < WORD_TRIES && *ret_exit == WORD_AGAIN; i++) {
        LT_TRY(lt_program_run(&run, ret_exit, error));
    }
    return 0;
}

static int word_in(const char *program, const char *folder, lt_package *package, lt_sink *sink, leitong_error *error)
{
    char path[WORD_FOLDER + 64];
    uint8_t *made;
    int exit;
    bool is_rtf = package->size >= 5 && memcmp(package->bytes, "{\\rtf", 5) == 0;
    const char *name = is_rtf ? "in.rtf" : "in.doc";
    snprintf(path, sizeof path, "%s/profile", folder);
    if (mkdir(path, 0700) != 0 || (snprintf(path, sizeof path, "%s/profile/user", folder), mkdir(path, 0700)) != 0 ||
        setenv("HOME", folder, 1) != 0) {
        return lt_error_system(error, path, "can't make a folder");
    }
    LT_TRY(word_write(folder, "profile/user/registrymodifications.xcu", word_profile, sizeof word_profile - 1, error));
    LT_TRY(word_write(folder, name, package->bytes, package->size, error));
    LT_TRY(word_convert(program, folder, name, &exit, error));
    if (exit == 128 + SIGXCPU) {
        return lt_sink_refuse(sink, LT_FAULT_TIME, error,
                              "took LibreOffice longer than a file of this size may: save it as .docx or .odt");
    }
    LT_TRY(word_made(folder, &made, &package->size, error));
    if (made == NULL) {
        return lt_sink_refuse(sink, LT_FAULT_DAMAGED, error,
                              "can't be read by LibreOffice: it is damaged, or under a password, or "
                              "libreoffice-writer-nogui isn't installed; open it in its program and save it as .docx");
    }
    package->bytes = made;
    int code = lt_odt_read(package, sink, error);
    free(made);
    return code;
}

int lt_word_read(const uint8_t *bytes, size_t size, lt_sink *sink, leitong_error *error)
{
    char program[PATH_MAX];
    char folder[WORD_FOLDER];
    lt_package package = {bytes, size, sink};
    const char *temporary = getenv("TMPDIR");
    if (!lt_program_find("soffice", program)) {
        return lt_sink_refuse(
            sink, LT_FAULT_NO_READER, error,
            "is read by LibreOffice, which isn't installed: install libreoffice-writer-nogui, or save "
            "it as .docx or .odt");
    }
    word_program(program);
    snprintf(folder, sizeof folder, "%.180s/leitong-XXXXXX", temporary != NULL ? temporary : "/tmp");
    if (mkdtemp(folder) == NULL) {
        return lt_error_system(error, folder, "can't make a folder");
    }
    int code = word_in(program, folder, &package, sink, error);
    (void)nftw(folder, word_remove_one, WORD_REMOVED, FTW_DEPTH | FTW_PHYS);
    return code;
}
