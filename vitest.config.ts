import { defineConfig } from 'vitest/config'

const folders = '{apps,packages}/*/{src,test,chaos}/**'
const everyTest = `${folders}/*.test.ts`
const serial = `${folders}/*.{postgres,process,browser}.test.ts`
const proof = `${folders}/*.proof.test.ts`
/** Real processes with timeouts: after everything else. */
const proofProcess = `${folders}/*.process.proof.test.ts`
const repeated = `${folders}/*.repeated.test.ts`

// `pnpm test` runs `unit`, in parallel, and `serial`: what takes a whole machine or a fixed port (a Postgres, a
// browser, `pnpm start`). `pnpm test:proof` runs `proof`: files named `.proof`, and those named `.repeated` with all their
// repetitions, of which `pnpm test` does a few.
export default defineConfig({
  test: {
    reporters: process.env['CI'] == null ? ['default'] : ['default', 'json'],
    outputFile: { json: `.data/ci/${process.env['TEST_REPORT'] ?? 'tests'}.json` },
    projects: [
      {
        test: {
          name: 'unit',
          include: [everyTest, '.ci/**/*.test.mjs'],
          exclude: [serial, proof, '**/node_modules/**'],
          // A third of the time went into loading the same modules again for each of 200 files. So no file may
          // leave a global changed.
          isolate: false,
          // The default leaves one processor idle: half of them, on a machine with two.
          maxWorkers: '100%',
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'serial',
          include: [serial],
          exclude: ['**/node_modules/**'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'proof',
          include: [proof, repeated],
          exclude: [proofProcess, '**/node_modules/**'],
          env: { PROOF: 'all' },
          maxWorkers: '100%',
          testTimeout: 600_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'proof-serial',
          include: [proofProcess],
          exclude: ['**/node_modules/**'],
          env: { PROOF: 'all' },
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
})
