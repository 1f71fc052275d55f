import { expect, test } from 'vitest'
import { decodeStrkey, encodeStrkey } from './strkey.ts'

test('the valid public key of SEP-23 is written as published', () => {
  const key = '3f0c34bf93ad0d9971d04ccc90f705511c838aad9734a4a2fb0d7a03fc7fe89a'

  expect(encodeStrkey('G', Buffer.from(key, 'hex'))).toBe(
    'GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ',
  )
})

const ADDRESS = 'GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ'

test('a public key is read back', () => {
  expect(decodeStrkey('G', ADDRESS)?.toString('hex')).toBe(
    '3f0c34bf93ad0d9971d04ccc90f705511c838aad9734a4a2fb0d7a03fc7fe89a',
  )
})

test.each([
  ['S', ADDRESS],
  ['G', ADDRESS.replace('7', '6')],
  ['G', ADDRESS.slice(0, -1)],
  ['G', `${ADDRESS}A`],
  ['G', ADDRESS.toLowerCase()],
  ['G', ADDRESS.replace('7', '1')],
  ['G', ''],
] as const)('not of the kind %s: %s', (kind, text) => {
  expect(decodeStrkey(kind, text)).toBeNull()
})
