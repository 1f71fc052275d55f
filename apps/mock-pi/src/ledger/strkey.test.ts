import { expect, test } from 'vitest'
import { encodeStrkey } from './strkey.ts'

test('the valid public key of SEP-23 is written as published', () => {
  const key = '3f0c34bf93ad0d9971d04ccc90f705511c838aad9734a4a2fb0d7a03fc7fe89a'

  expect(encodeStrkey('G', Buffer.from(key, 'hex'))).toBe(
    'GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ',
  )
})
