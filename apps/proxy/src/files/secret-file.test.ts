import { expect, test } from 'vitest'
import { findOpenSecret } from './secret-file.ts'

const service = { uid: 10_001, groups: [10_001] }

test.each([
  [0o600, 10_001, 10_001, service],
  [0o400, 0, 0, service],
  // A secret of Kubernetes with an fsGroup.
  [0o440, 0, 10_001, service],
  // A credential of systemd.
  [0o440, 0, 0, service],
  [0o644, 10_001, 10_001, null],
])('P23: a secret of mode %o, owner %i, group %i is private', (mode, uid, gid, identity) => {
  expect(findOpenSecret({ mode, uid, gid }, '/s', identity)).toBeUndefined()
})

test.each([
  [0o644, 10_001, 10_001, service],
  [0o440, 10_001, 10_001, service],
  [0o440, 0, 7, service],
  [0o444, 0, 10_001, service],
  [0o460, 0, 10_001, service],
  [0o440, 0, 0, { uid: 0, groups: [0] }],
])('P23: a secret of mode %o, owner %i, group %i is open', (mode, uid, gid, identity) => {
  expect(findOpenSecret({ mode, uid, gid }, '/s', identity)).toBe(
    'must be readable only by its owner: chmod 600 /s',
  )
})
