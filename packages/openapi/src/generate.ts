import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { staleDocuments, writeDocuments } from './generated-files.ts'

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })
const folder = fileURLToPath(new URL('../../../docs/openapi', import.meta.url))
const nameOf = (file: string) => `docs/openapi/${file}`

if (values.check) {
  const stale = await staleDocuments(folder)
  if (stale.length > 0) {
    console.error(`Out of date: ${stale.map(nameOf).join(', ')}. Run "pnpm generate" and commit.`)
    process.exitCode = 1
  }
} else {
  console.log(`Written: ${(await writeDocuments(folder)).map(nameOf).join(', ')}`)
}
