import { readFile } from 'node:fs/promises'
import { dirname, join, parse } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Each file knows where it stood, since some read others beside them. */
const ownUrls: Plugin = {
  name: 'own-urls',
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8')
      const url = JSON.stringify(pathToFileURL(path).href)
      return { loader: 'ts', contents: text.replaceAll('import.meta.url', url) }
    })
  },
}

/**
 * Writes the proxy into `outfile`, below apps/proxy, where PGlite is found in its node_modules. What only some commands
 * load is in files beside it.
 */
export async function writeBundle(outfile: string, plugins: Plugin[] = []) {
  await build({
    entryPoints: { [parse(outfile).name]: join(root, 'src/main.ts') },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    external: ['@electric-sql/pglite', 'pg-native'],
    plugins: [ownUrls, ...plugins],
    banner: {
      // Under a name of its own: the product imports `createRequire` too.
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    outdir: dirname(outfile),
    outExtension: { '.js': parse(outfile).ext },
    logLevel: 'error',
  })
}
