import { fileURLToPath } from 'node:url'

/** One minified script from an entry of the browser SDK. Needs the sources of the workspace. */
export async function bundleBrowserScript(entry: string): Promise<string> {
  const { build } = await import('esbuild')
  const index = import.meta.resolve('@aloha-pi/browser-sdk')
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(entry, index))],
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
