// What the build was told of itself.
#ifndef CBUILD_H
#define CBUILD_H

// The commit that the program was built from, in hexadecimal digits; empty when the build was not told.
const char *lk_build_commit(void);

// When that commit was made (RFC 3339, in UTC); empty when the build was not told.
const char *lk_build_date(void);

#endif
