import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import type { Plugin } from 'esbuild'
import { sharedBundle } from '../testkit/proxy-program.ts'
import { writeBundle } from '../testkit/write-bundle.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

export type Bundle = AsyncDisposable & {
  file: URL
  /** Where Node keeps what it compiled. */
  cache: string
  /** What the bundle was made of. */
  commit: string
}

/** The runner with a rule of the protocol replaced, as the simulator replaces it: a proxy that is wrong. */
function wrongRule(name: string): Plugin {
  const rules = JSON.stringify(join(root, 'src/payouts/protocol/rules.ts'))
  const mutants = JSON.stringify(join(root, 'sim/mutants/mutants.ts'))
  const contents = `import { rules as right } from ${rules}
import { mutants } from ${mutants}
const { options } = mutants.find((each) => each.name === ${JSON.stringify(name)})
export const rules = options.mutate(right, {})`
  return {
    name: 'wrong-rule',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /\/rules\.ts$/ }, ({ importer }) =>
        importer.endsWith('/payouts/worker/runner.ts')
          ? { path: name, namespace: 'wrong-rule' }
          : undefined,
      )
      onLoad({ filter: /./, namespace: 'wrong-rule' }, () => ({ contents, resolveDir: root }))
    },
  }
}

/**
 * `proxy` in a few files, so that a start costs a quarter of the time: it is started thousands of times. Tests share one
 * that is right, and what Node compiled of it.
 */
export async function bundleProxy(mutant: string | null): Promise<Bundle> {
  const shared = sharedBundle()
  const { NODE_COMPILE_CACHE: cache } = process.env
  if (mutant == null && shared != null && cache != null) {
    const commit = await describeCommit()
    return { file: shared, cache, commit, [Symbol.asyncDispose]: () => Promise.resolve() }
  }
  return makeBundle(mutant)
}

async function makeBundle(mutant: string | null): Promise<Bundle> {
  // Beside node_modules, where PGlite is found.
  await mkdir(join(root, '.data'), { recursive: true })
  const folder = await mkdtemp(join(root, '.data', `chaos-${process.pid}-`))
  const outfile = join(folder, 'proxy.mjs')
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    await writeBundle(outfile, mutant == null ? [] : [wrongRule(mutant)])
    const commit = await describeCommit()
    const cache = join(folder, 'compiled')
    return { file: pathToFileURL(outfile), cache, commit, [Symbol.asyncDispose]: remove }
  } catch (error) {
    await remove()
    throw error
  }
}

async function describeCommit(): Promise<string> {
  const git = async (...args: string[]) =>
    (await promisify(execFile)('git', args, { cwd: root })).stdout.trim()
  const commit = await git('log', '-1', '--format=%h', '--', 'src')
  const isChanged = (await git('status', '--porcelain', '--', 'src')) !== ''
  return isChanged ? `${commit} with changes` : commit
}
