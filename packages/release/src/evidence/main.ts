import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { format } from 'oxfmt'
import { collectDrivers } from './collect-drivers.ts'
import { evidencePage } from './evidence-page.ts'

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })
const root = new URL('../../../../', import.meta.url)
const style = JSON.parse(await readFile(new URL('.oxfmtrc.json', root), 'utf8'))
const file = 'docs/evidence.md'
const page = evidencePage(collectDrivers(root))
const { code, errors } = await format(file, page, style)
if (errors.length > 0) throw new Error(`${file} cannot be formatted: ${errors[0]?.message}`)

if (!values.check) {
  await writeFile(new URL(file, root), code)
  console.log(`Written: ${file}`)
} else if ((await readFile(new URL(file, root), 'utf8')) !== code) {
  console.error(`Out of date: ${file}. Run "pnpm generate" and commit.`)
  process.exitCode = 1
}
