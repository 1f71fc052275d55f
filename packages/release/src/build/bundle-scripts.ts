import { statSync } from 'node:fs'
import { cp, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { build, type Plugin } from 'esbuild'
import type { Entry } from './manifest.ts'
import { ASSET } from './copy-assets.ts'
import { thirdPartyNotices } from './third-party-notices.ts'

const REQUIRE = `import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);`

/**
 * `external`: packages that npm installs beside it and that stay imports. Peers are among them: a second copy of vitest
 * would extend an `expect` that no test uses.
 */
export type Bundling = { entries: readonly Entry[]; external: readonly string[] }

/** The entries and all that they import as a few files; what is imported on demand stays a separate file. */
export async function bundleScripts(folder: string, { entries, external }: Bundling) {
  const dist = path.join(folder, 'dist')
  const assets = new Map<string, string>()
  const { metafile } = await build({
    absWorkingDir: folder,
    entryPoints: Object.fromEntries(
      entries.map(({ script, source }) => [withoutDist(script), path.join(folder, source)]),
    ),
    outdir: dist,
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node22.12',
    format: 'esm',
    external: [...external],
    plugins: [leaveOutAddons, callPrebuilt, findAssets(assets)],
    // Packages that are not ES modules call `require` for Node's own.
    banner: { js: REQUIRE },
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
  })
  for (const [file, name] of assets)
    await cp(file, path.join(dist, name), { recursive: true, filter: isRead })
  const inputs = Object.keys(metafile.inputs).map((input) => path.resolve(folder, input))
  const notices = thirdPartyNotices([...inputs, ...assets.keys()])
  await writeFile(path.join(dist, 'THIRD-PARTY-LICENSES.txt'), notices)
}

/** As `redirect/main`, the name that esbuild gives its ending. */
function withoutDist(script: string) {
  return script.replace(/^\.\/dist\//, '').replace(/\.js$/, '')
}

/** A folder of migrations holds copies of the schema as well, which only drizzle's generator reads. */
function isRead(file: string): boolean {
  return !file.endsWith('_snapshot.json')
}

/**
 * What packages load if it is there, and do without otherwise: pg's native addon, which cannot be part of a bundle and
 * which the proxy refuses, and colours of `debug`.
 */
const leaveOutAddons: Plugin = {
  name: 'addons',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(pg-native|supports-color)$/ }, ({ path: name }) => ({
      path: name,
      namespace: 'addon',
    }))
    onLoad({ filter: /./, namespace: 'addon' }, ({ path: name }) => ({
      contents: `throw new Error('${name} is not part of this package')`,
    }))
  },
}

/**
 * Modules named `*.prebuilt.ts` export functions whose texts need the workspace to be made. They are called now, and
 * the bundle has their results instead.
 */
const callPrebuilt: Plugin = {
  name: 'prebuilt',
  setup({ onLoad }) {
    onLoad({ filter: /\.prebuilt\.ts$/ }, async ({ path: file }) => {
      // By the convention of the name.
      const module = (await import(file)) as Record<string, () => Promise<string>>
      const functions = await Promise.all(
        Object.entries(module).map(
          async ([name, make]) =>
            `export const ${name} = async () => ${JSON.stringify(await make())}`,
        ),
      )
      return { contents: functions.join('\n'), loader: 'js' }
    })
  },
}

/** Lets modules that look for a file beside themselves find it beside the bundle. */
function findAssets(assets: Map<string, string>): Plugin {
  return {
    name: 'assets',
    setup({ onLoad }) {
      onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path: file }) => {
        const text = await readFile(file, 'utf8')
        if (!text.includes('import.meta.url')) return undefined
        const contents = text.replaceAll(ASSET, (_, quote: string, asset: string) => {
          const found = path.resolve(path.dirname(file), asset)
          // Throws when there is nothing.
          statSync(found)
          assets.set(found, path.basename(found))
          return `new URL(${quote}./${path.basename(found)}${quote}, import.meta.url)`
        })
        return { contents, loader: 'ts' }
      })
    },
  }
}
