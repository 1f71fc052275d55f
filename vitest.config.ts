import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statfsSync,
  statSync,
} from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { defineConfig, type Plugin } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const folders = '{apps,packages}/*/{src,test,chaos}/**'
const everyTest = `${folders}/*.test.ts`
const processes = `${folders}/*.{postgres,process,browser}.test.ts`
const proof = `${folders}/*.proof.test.ts`
const repeated = `${folders}/*.repeated.test.ts`

const MEMORY = '/dev/shm'
const DAY_MS = 86_400_000

/**
 * A folder for the databases of the tests, in memory where there is room: a database is 500 files, and a disk takes
 * longer to make and delete them than the tests take. Undefined: the system's own folder is used.
 */
function folderInMemory(): string | undefined {
  if (!existsSync(MEMORY)) return undefined
  const { bavail, bsize } = statfsSync(MEMORY)
  if (bavail * bsize < 2 ** 31) return undefined
  for (const name of readdirSync(MEMORY).filter((each) => each.startsWith('aloha-pi-tests-'))) {
    // Left by a run that was killed.
    const left = join(MEMORY, name)
    const age = Date.now() - (statSync(left, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
    if (age > DAY_MS) rmSync(left, { recursive: true, force: true })
  }
  const folder = mkdtempSync(join(MEMORY, 'aloha-pi-tests-'))
  // Some tests run programs as another user.
  chmodSync(folder, 0o711)
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}
const TMPDIR = folderInMemory()
const inMemory = TMPDIR == null ? {} : { TMPDIR }

// One more than cores, because tests wait as well: for processes, ledgers and timeouts. Not many more: four
// on two cores took a sixth more processor time than three.
const maxWorkers = availableParallelism() + 1

// A busy machine takes longer than the second that `expect.poll` waits by itself.
const patient = { poll: { timeout: 15_000 } }

const bundleSetup = 'apps/proxy/testkit/bundle-for-tests.ts'
const foldersSetup = 'packages/release/test/shared-folders.ts'
// Half of what the start of a program costs. What runs the tests gets it, and so do the programs that they start.
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(new URL('.data/compiled', import.meta.url))
// A quarter less work for programs in Go, such as tsc and esbuild: they collect memory less often.
process.env['GOGC'] ??= '400'

// As in the proxy itself, the large package.json of drizzle is read once.
const resolveLarge = new URL('apps/proxy/src/resolve-large.ts', import.meta.url).href
// V8 went through its whole heap each time a test opened a PGlite, because memory outside of the heap has a low limit of its
// own. With one limit for both, unit tests of the proxy take about a twelfth less processor time.
const oneMemoryLimit = '--external-memory-accounted-in-global-limit'
// Threads take flags of V8 from their process only.
setFlagsFromString(oneMemoryLimit)
// Modules are loaded by Node alone, as programs of users load them. That is also an eighth less work than through Vite.
// They are loaded once for all files of a worker, because that was a third of all work: no file may leave a global changed.
const loadedByNode = {
  experimental: { viteModuleRunner: false, nodeLoader: false },
  isolate: false,
  execArgv: ['--import', resolveLarge],
}
// Unit tests take a twelfth less processor time on threads than in processes. A thread cannot set the umask or the folder of
// its process, nor measure its own memory: a test that does so is a `.process.test`.
const onThreads = { pool: 'threads' as const }
// Vitest asks for what packages export for development. For some that is TypeScript, which Node does not load there.
const asInstalled: Plugin = {
  name: 'as-installed',
  configResolved({ ssr }) {
    if (ssr.resolve != null) ssr.resolve.conditions = ['node']
  },
}
const plugins = [asInstalled]

// What waits longest comes first: for processes that are killed, leases, ledgers and timeouts. At the end it would leave cores
// idle. The threads of the simulated runs have the lowest priority, and take what the others leave.
const FIRST = [
  /\/chaos\/long-runs\./,
  /\/sim\/histories\./,
  /\/payouts\/restored-backup\./,
  /\/proxy\/test\/operator\./,
  /\/payout-(?:clients|secrets)\./,
]
// These wait much as well.
const WAITING =
  /\.process\.proof\.|\/serve\.process\.|\/(?:shop|payment)\.browser\.|\/payout-metrics\./
// A third of a minute each, in files of few lines.
const LONG = /\/(?:flows|kill|lock|operator-lanes|replace-unpaid|shop)\./

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    // Project by project: a worker runs files of one only, and is started again for another.
    return [...Map.groupBy(sorted, ({ project }) => project).values()].flatMap(orderOf)
  }
}

function orderOf(files: TestSpecification[]): TestSpecification[] {
  const first = FIRST.flatMap((name) => files.filter(({ moduleId }) => name.test(moduleId)))
  const others = files
    .filter((file) => !first.includes(file))
    .toSorted((a, b) => Number(isLong(b)) - Number(isLong(a)))
  const waiting = others.filter(({ moduleId }) => WAITING.test(moduleId))
  const computing = others.filter((file) => !waiting.includes(file))
  return [...first, ...spread(waiting, computing)]
}

function isLong({ moduleId }: TestSpecification): boolean {
  return LONG.test(moduleId)
}

/** Both lists in one, each spread evenly over it: what waits runs beside what computes. */
function spread<Value>(one: readonly Value[], other: readonly Value[]): Value[] {
  const place = (list: readonly Value[]) =>
    list.map((value, i) => ({ value, at: (i + 0.5) / list.length }))
  return [...place(one), ...place(other)].toSorted((a, b) => a.at - b.at).map(({ value }) => value)
}

// `pnpm test` runs `unit`, and `process`: what starts programs of its own (a proxy, a Postgres, a browser).
// `pnpm test:proof` runs `proof`: files named `.proof`, and those named `.repeated` with all their repetitions, of which
// `pnpm test` does a few.
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    reporters: process.env['CI'] == null ? ['default'] : ['default', 'json'],
    outputFile: { json: `.data/ci/${process.env['TEST_REPORT'] ?? 'tests'}.json` },
    projects: [
      {
        plugins,
        test: {
          name: 'unit',
          ...loadedByNode,
          ...onThreads,
          include: [everyTest, '.ci/**/*.test.mjs'],
          exclude: [processes, proof, '**/node_modules/**'],
          env: inMemory,
          maxWorkers,
          expect: patient,
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        plugins,
        test: {
          name: 'process',
          ...loadedByNode,
          execArgv: [...loadedByNode.execArgv, oneMemoryLimit],
          include: [processes],
          exclude: ['**/node_modules/**'],
          maxWorkers,
          expect: patient,
          globalSetup: [bundleSetup],
          env: inMemory,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        plugins,
        test: {
          name: 'proof',
          ...loadedByNode,
          ...onThreads,
          include: [proof, repeated],
          exclude: ['**/node_modules/**'],
          globalSetup: [bundleSetup, foldersSetup],
          env: { PROOF: 'all', ...inMemory },
          maxWorkers,
          expect: patient,
          testTimeout: 600_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
