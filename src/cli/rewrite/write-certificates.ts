// Certificates as a file of their own, beside what is stored with the images.
import { writeFile } from 'node:fs/promises';
import { PlimsollError } from '../../errors.ts';
import type { Certificate } from '../../rewrite/proof/certificate.ts';

/** Writes them: one as it is, several as a list. Throws DESTINATION_UNWRITABLE. */
export async function writeCertificates(file: string, certificates: readonly Certificate[]): Promise<void> {
  const json = certificates.length === 1 ? certificates[0] : certificates;
  try {
    await writeFile(file, `${JSON.stringify(json, null, 2)}\n`);
  } catch (cause) {
    throw new PlimsollError('DESTINATION_UNWRITABLE', 'the certificate cannot be written', {
      subject: file,
      cause,
    });
  }
}
