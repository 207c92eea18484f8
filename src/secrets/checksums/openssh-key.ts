// OpenSSH's own format of private keys (https://cvsweb.openbsd.org/src/usr.bin/ssh/PROTOCOL.key).

const MAGIC_BYTES = 15;

/** Whether a whole key needs a passphrase; undefined where lengths do not add up, as in truncated samples. */
export function readOpenSshKey(bytes: Buffer): 'plain' | 'encrypted' | undefined {
  let position = MAGIC_BYTES;
  const readString = (): Buffer | undefined => {
    if (position + 4 > bytes.length) return undefined;
    const end = position + 4 + bytes.readUInt32BE(position);
    if (end > bytes.length) return undefined;
    const value = bytes.subarray(position + 4, end);
    position = end;
    return value;
  };
  const cipher = readString()?.toString('latin1');
  const kdf = readString();
  const kdfOptions = readString();
  if (cipher === undefined || kdf === undefined || kdfOptions === undefined) return undefined;
  position += 4;
  const publicKey = readString();
  const privateKeys = readString();
  if (publicKey === undefined || privateKeys === undefined || privateKeys.length < 32) return undefined;
  return cipher === 'none' ? 'plain' : 'encrypted';
}
