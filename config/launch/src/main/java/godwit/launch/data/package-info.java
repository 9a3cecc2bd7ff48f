/**
 * Beside the way: the data folder of {@code godwit up}: its layout, format version, lock, and what belongs to it in
 * shared memory.
 */
package godwit.launch.data;
