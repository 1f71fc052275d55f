import { defineConfig } from 'vitest/config'

const everyTest = '{apps,packages}/*/{src,test,chaos}/**/*.test.ts'
const serial = '{apps,packages}/*/{src,test,chaos}/**/*.{postgres,process,browser}.test.ts'

// `unit` runs in parallel. `serial` holds what takes a whole machine or a fixed port: a Postgres, a
// browser, `pnpm start`.
export default defineConfig({
  test: {
    reporters: process.env['CI'] == null ? ['default'] : ['default', 'json'],
    outputFile: { json: '.data/ci/tests.json' },
    projects: [
      {
        test: {
          name: 'unit',
          include: [everyTest, '.ci/**/*.test.mjs'],
          exclude: [serial, '**/node_modules/**'],
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
    ],
  },
})
