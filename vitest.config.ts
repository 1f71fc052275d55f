import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const folders = '{apps,packages}/*/{src,test,chaos}/**'
const everyTest = `${folders}/*.test.ts`
const processes = `${folders}/*.{postgres,process,browser}.test.ts`
const proof = `${folders}/*.proof.test.ts`
/** Real processes that are killed, and wait for timeouts. */
const long = `${folders}/*.process.proof.test.ts`
const repeated = `${folders}/*.repeated.test.ts`

// Many tests wait more than they compute: for processes, ledgers and timeouts.
const maxWorkers = Math.ceil(availableParallelism() * 1.5)

const bundleSetup = 'apps/proxy/testkit/bundle-for-tests.ts'
// Half of what the start of a program costs.
const compileCache = {
  NODE_COMPILE_CACHE: fileURLToPath(new URL('.data/compiled', import.meta.url)),
}

// `pnpm test` runs `unit`, and `process`: what starts programs of its own (a proxy, a Postgres, a browser).
// `pnpm test:proof` runs `proof`: files named `.proof`, and those named `.repeated` with all their repetitions, of which
// `pnpm test` does a few; and `long`: `.process.proof`.
export default defineConfig({
  test: {
    reporters: process.env['CI'] == null ? ['default'] : ['default', 'json'],
    outputFile: { json: `.data/ci/${process.env['TEST_REPORT'] ?? 'tests'}.json` },
    projects: [
      {
        test: {
          name: 'unit',
          include: [everyTest, '.ci/**/*.test.mjs'],
          exclude: [processes, proof, '**/node_modules/**'],
          // A third of the time went into loading the same modules again for each of 200 files. So no file may
          // leave a global changed.
          isolate: false,
          maxWorkers,
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'process',
          include: [processes],
          exclude: ['**/node_modules/**'],
          maxWorkers,
          isolate: false,
          globalSetup: [bundleSetup],
          env: compileCache,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          // By its name before `proof`, in the same group: a run with kills mostly waits, and takes the longest.
          name: 'long',
          include: [long],
          exclude: ['**/node_modules/**'],
          globalSetup: [bundleSetup],
          env: { PROOF: 'all', ...compileCache },
          maxWorkers,
          testTimeout: 600_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'proof',
          include: [proof, repeated],
          exclude: [long, '**/node_modules/**'],
          env: { PROOF: 'all' },
          maxWorkers,
          testTimeout: 600_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
