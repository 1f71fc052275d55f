import { build, type BuildOptions } from 'esbuild'

const entry = new URL('../src/index.ts', import.meta.url).pathname

/** The package as one minified file; a `node:` import anywhere fails the build. */
export async function bundle(options: BuildOptions = {}) {
  const { outputFiles, metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    platform: 'browser',
    format: 'esm',
    minify: true,
    write: false,
    metafile: true,
    logLevel: 'silent',
    ...options,
  })
  const [file] = Object.values(metafile!.outputs)
  return {
    code: outputFiles![0]!.text,
    /** Files that are in it, and packages that it leaves to be imported. */
    inputs: Object.keys(file!.inputs),
    imports: [...new Set(file!.imports.map(({ path }) => path))].sort(),
  }
}
