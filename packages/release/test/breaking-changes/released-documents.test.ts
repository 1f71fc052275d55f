import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OpenAPIObject } from 'openapi3-ts/oas31'
import { expect, onTestFinished, test } from 'vitest'
import { majorChangesets } from '../../src/breaking-changes/changesets.ts'
import { judgeChanges } from '../../src/breaking-changes/judge-changes.ts'
import { breakingChanges, releaseDocuments } from '../../src/breaking-changes/released-documents.ts'
import { documents } from './documents.ts'
import { all, drop, put, rename, schema, type Edit } from './edit.ts'

const PACKAGE = '@aloha-pi/contracts'

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'released-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

/** A folder of documents, released as they are. */
async function releasedFolder() {
  const folder = await temporaryFolder()
  const write = (name: string, document: OpenAPIObject) =>
    writeFile(join(folder, `${name}.json`), JSON.stringify(document))
  await write('platform', documents.platform)
  await write('aloha', documents.aloha)
  await releaseDocuments(folder)
  return {
    folder,
    change(name: 'platform' | 'aloha', edit: Edit) {
      const document = structuredClone(documents[name])
      edit(document)
      return write(name, document)
    },
  }
}

test('what is released as it is breaks nothing, and a new document neither', async () => {
  const { folder } = await releasedFolder()
  expect(await readdir(join(folder, 'released'))).toEqual(['aloha.json', 'platform.json'])
  await writeFile(join(folder, 'chain.json'), JSON.stringify(documents.chain))

  const changes = await breakingChanges(folder)
  expect(judgeChanges(changes, [], PACKAGE)).toEqual({ allowed: true, lines: [] })
})

test('a breaking change is refused in one sentence, however many operations it concerns', async () => {
  const { folder, change } = await releasedFolder()
  await change('platform', rename(schema('PaymentStatus'), 'user_cancelled', 'given_up'))

  expect(judgeChanges(await breakingChanges(folder), [], PACKAGE)).toEqual({
    allowed: false,
    lines: [
      'platform, POST /v2/payments/user_to_app: response 200, field "status.user_cancelled" is gone (rule: field removed); so in 80 more places',
      "Breaking against docs/openapi/released. Undo it, or announce it with a file in .changeset that has '@aloha-pi/contracts': major.",
    ],
  })
})

test('different changes are different sentences', async () => {
  const { folder, change } = await releasedFolder()
  const edit = all(
    drop(schema('Payment', 'required'), 'memo'),
    put(schema('Txid', 'pattern'), '^[0-9A-F]{64}$'),
  )
  await change('aloha', edit)
  await change('platform', edit)

  const { lines } = judgeChanges(await breakingChanges(folder), [], PACKAGE)
  expect(lines.map((line) => line.replace(/\(rule: (.*?)\).*/, '$1')).slice(0, -1)).toEqual([
    'aloha, POST /v1/transaction/u2a/approve/{piPayId}: response 200, field "piResData.memo" is no longer always present required',
    expect.stringMatching(
      /^aloha, POST .*: response 200, field "piResData.transaction.txid" has pattern/,
    ),
    expect.stringMatching(/^aloha, POST .*: path parameter "piTxId" has pattern/),
    'platform, POST /v2/payments/user_to_app: response 200, field "memo" is no longer always present required',
    expect.stringMatching(/^platform, POST .*: response 200, field "transaction.txid" has pattern/),
  ])
})

test('a document that is gone is a breaking change', async () => {
  const { folder } = await releasedFolder()
  await rm(join(folder, 'aloha.json'))

  const { lines } = judgeChanges(await breakingChanges(folder), [], PACKAGE)
  expect(lines[0]).toBe('aloha is gone (rule: document removed)')
})

test('a folder without released documents proves nothing, and is refused', async () => {
  const { folder } = await releasedFolder()
  await rm(join(folder, 'released', 'aloha.json'))
  await rm(join(folder, 'released', 'platform.json'))

  await expect(breakingChanges(folder)).rejects.toThrow('There is no released document')
})

test('a release takes over the documents of today, and drops those that are gone', async () => {
  const { folder, change } = await releasedFolder()
  await change('platform', put(schema('Txid', 'pattern'), '^x$'))
  await rm(join(folder, 'aloha.json'))

  expect(await releaseDocuments(folder)).toEqual(['platform.json'])
  expect(await readdir(join(folder, 'released'))).toEqual(['platform.json'])
  expect(await breakingChanges(folder)).toEqual([])
})

test.each([
  ['in single quotes', "---\n'@aloha-pi/contracts': major\n---\n\nText\n", true],
  ['in double quotes', '---\n"@aloha-pi/contracts": major\n---\n', true],
  ['among others', "---\n'@aloha-pi/client': patch\n'@aloha-pi/contracts': major\n---\n", true],
  ['with the line ends of Windows', "---\r\n'@aloha-pi/contracts': major\r\n---\r\n", true],
  ['of another package', "---\n'@aloha-pi/client': major\n---\n", false],
  ['of a package with a longer name', "---\n'@aloha-pi/contracts-x': major\n---\n", false],
  ['that is minor', "---\n'@aloha-pi/contracts': minor\n---\n", false],
  ['only in the text', "---\n---\n\n'@aloha-pi/contracts': major\n", false],
])('a changeset %s: %j announces a major version: %s', async (_, text, expected) => {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'brave-pi.md'), text)
  await writeFile(join(folder, 'config.json'), '{}')

  const majors = await majorChangesets(folder, PACKAGE)

  expect(majors).toEqual(expected ? ['brave-pi.md'] : [])
  const gone = {
    document: 'aloha',
    operation: '',
    place: '',
    rule: 'document removed',
    now: 'is gone',
  }
  expect(judgeChanges([gone], majors, PACKAGE).allowed).toBe(expected)
})
