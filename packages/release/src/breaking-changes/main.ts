import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { majorChangesets } from './changesets.ts'
import { judgeChanges } from './judge-changes.ts'
import { breakingChanges, releaseDocuments } from './released-documents.ts'

// Every document is built from this package, so that its version is theirs.
const PACKAGE = '@aloha-pi/contracts'

const { values } = parseArgs({ options: { release: { type: 'boolean', default: false } } })
const root = new URL('../../../../', import.meta.url)
const documents = fileURLToPath(new URL('docs/openapi', root))

if (values.release) {
  const files = await releaseDocuments(documents)
  console.log(`Released: ${files.map((file) => `docs/openapi/released/${file}`).join(', ')}`)
} else {
  const majors = await majorChangesets(fileURLToPath(new URL('.changeset', root)), PACKAGE)
  const { allowed, lines } = judgeChanges(await breakingChanges(documents), majors, PACKAGE)
  for (const line of lines) console.error(line)
  if (!allowed) process.exitCode = 1
}
