import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** The source of the mock's command. */
export const MOCK_COMMAND = fileURLToPath(
  new URL('../../../../apps/mock-pi/src/main.ts', import.meta.url),
)

/** Bundles the mock's command into the folder, as it is published; returns its file. */
export async function bundleMock(folder: string): Promise<string> {
  await build({
    entryPoints: [MOCK_COMMAND],
    outdir: folder,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    minify: true,
    logLevel: 'error',
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);",
    },
  })
  await writeFile(path.join(folder, 'package.json'), '{"type":"module"}')
  return path.join(folder, 'main.js')
}
