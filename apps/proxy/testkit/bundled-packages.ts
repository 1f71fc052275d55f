import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))

async function readInputs() {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/main.ts', 'src/index.ts'],
    outdir: 'unused',
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['@electric-sql/pglite', 'pg-native', 'supports-color'],
    metafile: true,
    write: false,
    logLevel: 'error',
  })
  return Object.entries(metafile.inputs)
}

/** Names of all packages of others whose code is in the published bundle. */
export async function bundledPackages(): Promise<Set<string>> {
  const names = (await readInputs()).map(
    ([file]) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1],
  )
  return new Set(names.filter((name) => name != null))
}

/** Names of the packages that our own code imports, sorted. */
export async function importedPackages(): Promise<string[]> {
  const inputs = await readInputs()
  const specifiers = inputs
    .filter(([file]) => file.startsWith('src/'))
    .flatMap(([, { imports }]) => imports.map(({ original, path }) => original ?? path))
  const names = specifiers.map((each) => /^(?!\.|node:)((?:@[^/]+\/)?[^/]+)/.exec(each)?.[1])
  return [...new Set(names.filter((name) => name != null))].sort()
}
