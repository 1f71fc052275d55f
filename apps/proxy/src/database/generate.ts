import { parseArgs } from 'node:util'
import { readImageHash, writeImage } from './image-file.ts'
import { hashOfImage } from './image-hash.ts'
import { makeImage } from './make-image.ts'

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })
const NAME = 'apps/proxy/drizzle/pglite.image'
const isStale = readImageHash() !== hashOfImage()

// Each time it is made it has other bytes: only a stale one is made again.
if (isStale && values.check) {
  console.error(`Out of date: ${NAME}. Run "pnpm generate" and commit.`)
  process.exitCode = 1
} else if (isStale) {
  writeImage(await makeImage(), hashOfImage())
  console.log(`Written: ${NAME}`)
}
