import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { evidencePage } from '@aloha-pi/openapi'
import { format } from 'oxfmt'
import { collectDrivers } from './collect-drivers.ts'

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })
const root = new URL('../../../', import.meta.url)
const style = JSON.parse(await readFile(new URL('.oxfmtrc.json', root), 'utf8'))
const tables = collectDrivers(root)
const files = {
  'packages/openapi/src/drivers.json': JSON.stringify(tables, null, 2),
  'docs/evidence.md': evidencePage(tables),
}

for (const [file, source] of Object.entries(files)) {
  const url = new URL(file, root)
  const { code, errors } = await format(file, source, style)
  if (errors.length > 0) throw new Error(`${file} cannot be formatted: ${errors[0]?.message}`)
  if (!values.check) {
    await writeFile(url, code)
    console.log(`Written: ${file}`)
  } else if ((await readFile(url, 'utf8')) !== code) {
    console.error(`Out of date: ${file}. Run "pnpm generate" and commit.`)
    process.exitCode = 1
  }
}
