// The documents of a durable store, in memory.

import type { Json } from '../../src/fleet/durable/durable-store.ts';
import type { JournalStore } from '../../src/fleet/update/generations/promotion-journal.ts';

export interface MemoryDocuments extends JournalStore {
  readonly documents: Map<string, { readonly value: Json; readonly version: number }>;
}

export function makeMemoryDocuments(): MemoryDocuments {
  const documents: MemoryDocuments['documents'] = new Map();
  return {
    documents,
    readDocument: async (name) => documents.get(name),
    writeDocument: async (name, value, version) => {
      if ((documents.get(name)?.version ?? 0) !== version) return false;
      documents.set(name, { value, version: version + 1 });
      return true;
    },
  };
}
