import { expect, test } from 'vitest'
import { readKeysArguments } from './keys-arguments.ts'

test.each([
  [
    'create --client shop --scopes u2a,read',
    { type: 'create', client: 'shop', scopes: ['u2a', 'read'] },
  ],
  [
    'create --scopes=read,read --client=shop.eu-1 --expires=90d',
    { type: 'create', client: 'shop.eu-1', scopes: ['read'], expiresInDays: 90 },
  ],
  ['list', { type: 'list' }],
  ['revoke 0Ab3456789z', { type: 'revoke', keyId: '0Ab3456789z' }],
])('keys %s is understood', (line, request) => {
  expect(readKeysArguments(line.split(' '))).toEqual({ ok: true, request })
})

test.each([
  ['', 'keys must be followed by create, list or revoke'],
  ['delete', 'keys must be followed by create, list or revoke'],
  ['list all', 'keys list takes no arguments'],
  ['create', '--client must be a name'],
  ['create --scopes read', '--client must be a name'],
  ['create --client', '--client must be a name'],
  ['create --client -x --scopes read', '--client must be a name'],
  ['create --client a/b --scopes read', '--client must be a name'],
  [`create --client ${'a'.repeat(65)} --scopes read`, '--client must be a name'],
  ['create --client development --scopes read', 'that name belongs to the development key'],
  ['create --client shop', '--scopes must be a list'],
  ['create --client shop --scopes', '--scopes must be a list'],
  ['create --client shop --scopes all', '--scopes must be a list'],
  ['create --client shop --scopes u2a,', '--scopes must be a list'],
  ['create --client shop --scopes read --expires 0d', '--expires must be a number of days'],
  ['create --client shop --scopes read --expires 90', '--expires must be a number of days'],
  ['create --client shop --scopes read --expires 3651d', '--expires must be a number of days'],
  ['create --client shop --scopes read --expires', '--expires must be a number of days'],
  ['create --client shop --scopes read --name x', 'keys create takes --client'],
  ['create --client shop --scopes read extra', 'keys create takes --client'],
  ['create --client shop --client two --scopes read', 'each once'],
  ['revoke', 'keys revoke takes one key id'],
  ['revoke short', 'keys revoke takes one key id'],
  ['revoke 0Ab3456789z 0Ab3456789y', 'keys revoke takes one key id'],
])('keys %s is refused: %s', (line, problem) => {
  expect(readKeysArguments(line.split(' '))).toEqual({
    ok: false,
    problem: expect.stringContaining(problem),
  })
})

test('P22: a key in the wrong place is not repeated', () => {
  const secret = `aloha_live_00000000000_${'s'.repeat(49)}`
  const lines = [['revoke', secret], ['create', secret], ['create', '--client', secret], [secret]]
  for (const line of lines) expect(JSON.stringify(readKeysArguments(line))).not.toContain(secret)
})
