import { execFile } from 'node:child_process'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { createBrotliDecompress } from 'node:zlib'

export type UnpackedChromium = { executable: string; libraries: string }

// The package's own unpacking takes whatever is at /tmp/chromium, also a half-written one.
const require = createRequire(import.meta.url)
const fromNpm = join(require.resolve('@sparticuz/chromium'), '../..')

/**
 * Unpacks the Chromium that an npm package carries, with the libraries that bare machines lack, into a folder of
 * `cache`; once per version. `packed`: the folder of the package.
 */
export async function unpackChromium(cache: string, packed = fromNpm): Promise<UnpackedChromium> {
  const { version }: { version: string } = JSON.parse(
    await readFile(join(packed, 'package.json'), 'utf8'),
  )
  const folder = join(cache, `chromium-${version}`)
  if (!existsSync(folder)) await unpackInto(folder, { cache, packed })
  return { executable: join(folder, 'chromium'), libraries: join(folder, 'lib') }
}

/** Whole or not at all: two test runs may unpack at the same time. */
async function unpackInto(folder: string, { cache, packed }: { cache: string; packed: string }) {
  await mkdir(cache, { recursive: true })
  const draft = await mkdtemp(join(cache, 'unpacking-'))
  try {
    const libraries = join(draft, 'al2023.tar')
    await unbrotli(join(packed, 'bin/chromium.br'), join(draft, 'chromium'))
    await unbrotli(join(packed, 'bin/al2023.tar.br'), libraries)
    await promisify(execFile)('tar', ['-xf', libraries, '-C', draft])
    await rm(libraries)
    await rename(draft, folder)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  }
}

function unbrotli(source: string, target: string) {
  return pipeline(
    createReadStream(source),
    createBrotliDecompress(),
    createWriteStream(target, { mode: 0o755 }),
  )
}
