import { fileURLToPath } from 'node:url'

/**
 * The browser SDK as one minified script, for a script tag or an import. Built from the sources of the workspace; in
 * the packed mock this function returns the text that was built when it was packed.
 */
export async function buildSdkScript(): Promise<string> {
  const { build } = await import('esbuild')
  const index = import.meta.resolve('@aloha-pi/browser-sdk')
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('main.ts', index))],
    bundle: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    minify: true,
    write: false,
    legalComments: 'none',
    logLevel: 'silent',
  })
  const [file] = outputFiles
  if (file == null) throw new Error('esbuild wrote no script')
  return file.text
}
