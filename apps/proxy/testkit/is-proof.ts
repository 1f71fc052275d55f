/** Whether `pnpm test:proof` runs, with all repetitions; `pnpm test` is content with a few. */
export const isProof = process.env['PROOF'] === 'all'
