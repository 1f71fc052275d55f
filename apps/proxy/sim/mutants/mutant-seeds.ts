/**
 * Histories on which each mutant fails and the product passes. A change of the simulator draws other histories:
 * `pnpm sim --mutants` searches anew.
 */
export const mutantSeeds: Readonly<Record<string, readonly number[]>> = {
  'rebuild-on-any-error': [4, 7, 9, 10],
  'rebuild-on-404-no-books': [155, 164, 181, 240],
  'rebuild-on-bad-seq-no-books': [51, 76, 164, 240],
  'local-expiry-no-books': [293, 547, 650, 1230],
  'rebuild-on-404': [28, 251, 395, 436],
  'rebuild-on-bad-seq': [12, 24, 50, 118],
  'local-expiry': [28, 251, 395, 586],
  'adopt-any': [27, 55, 62, 63],
  'cancel-without-evidence': [28, 119, 201, 251],
  'local-clock': [20, 21, 68, 115],
  'database-counter': [4, 7, 9, 19],
  'no-fence-no-cas-no-books': [3, 10, 49, 124],
  'other-sequence': [5, 6, 8, 11],
  'rebuild-on-404-channels': [4, 6, 21, 24],
  channels: [128, 295],
  'wait-for-a-consumer': [14, 34, 36, 47],
  'pass-whatever-is-listed': [409, 757],
  'no-books-after-rollback': [4, 17, 20, 25],
}
