import { expect, test } from 'vitest'
import { addressCaller, isLoopback } from '../src/remote-address.ts'

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['', ''],
])('P17: the address %s counts as %s', (address, caller) => {
  expect(addressCaller(address)).toBe(caller)
})

test.each([
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['::ffff:127.0.0.1', true],
  ['::1', true],
  ['128.0.0.1', false],
  ['10.127.0.1', false],
  ['2001:db8::1', false],
  ['', false],
])('%s is an address of this machine: %s', (address, local) => {
  expect(isLoopback(address)).toBe(local)
})
