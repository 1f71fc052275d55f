/**
 * Histories on which each mutant fails and the product passes. A change of the simulator draws other histories:
 * `pnpm sim --mutants` searches anew.
 */
export const mutantSeeds: Readonly<Record<string, readonly number[]>> = {
  'rebuild-on-any-error': [1, 4, 13, 14],
  'rebuild-on-404-no-books': [155, 194, 256, 310],
  'rebuild-on-bad-seq-no-books': [256, 262, 272, 343],
  'local-expiry-no-books': [276, 572, 583],
  'rebuild-on-404': [251, 253, 526, 686],
  'rebuild-on-bad-seq': [12, 24, 27, 50],
  'local-expiry': [251, 253, 927, 1068],
  'adopt-any': [4, 20, 62, 66],
  'cancel-without-evidence': [116, 251, 253, 261],
  'local-clock': [4, 20, 120, 131],
  'database-counter': [1, 8, 14, 17],
  'no-fence-no-cas-no-books': [137, 142, 143, 151],
  'other-sequence': [8, 11, 32, 35],
  'rebuild-on-404-channels': [5, 31, 35, 50],
  channels: [51, 128, 295, 1066],
  'wait-for-a-consumer': [14, 36, 49, 50],
  'pass-whatever-is-listed': [21, 25, 37, 47],
  'pass-beyond-the-snapshot': [15, 49, 53, 62],
  'no-books-after-rollback': [5, 15, 32, 34],
}
