/** Where a collection is shown: the library, narrowed to it. */
export const collectionAddress = (id: string): string => `/?${new URLSearchParams({ collection: id }).toString()}`;
