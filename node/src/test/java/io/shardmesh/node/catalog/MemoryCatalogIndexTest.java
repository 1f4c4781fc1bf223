package io.shardmesh.node.catalog;

final class MemoryCatalogIndexTest extends CatalogIndexContract {

    @Override
    protected CatalogIndex create() {
        return MemoryCatalogIndex.create();
    }
}
