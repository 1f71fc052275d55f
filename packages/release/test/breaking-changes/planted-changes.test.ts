import { expect, test } from 'vitest'
import { describeChange } from '../../src/breaking-changes/change.ts'
import { compareDocuments } from '../../src/breaking-changes/compare-documents.ts'
import { breakingResponses } from './breaking-responses.ts'
import { breakingRequests } from './breaking-requests.ts'
import { documents, type DocumentName } from './documents.ts'
import type { Edit } from './edit.ts'
import { harmlessChanges } from './harmless-changes.ts'

const breaking = [...breakingRequests, ...breakingResponses]

function sentencesOf(name: DocumentName, edit: Edit): string[] {
  const after = structuredClone(documents[name])
  edit(after)
  return compareDocuments(name, documents[name], after).map(describeChange)
}

test.each(breaking)('%s: %s', (name, _, edit, sentence) => {
  expect(sentencesOf(name, edit)).toContain(sentence)
})

test.each(harmlessChanges)('%s: harmless is %s', (name, _, edit) => {
  expect(sentencesOf(name, edit)).toEqual([])
})
