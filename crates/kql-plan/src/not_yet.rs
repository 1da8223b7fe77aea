//! Functions of KQL and of its surroundings that are not there yet: calling one is "unsupported", not "unknown".

/// Sorted, so that it can be searched.
pub(crate) const NAMES: &[&str] = &[
    "AssignedIPAddresses",
    "DeviceFromIP",
    "SeenBy",
    "active_users_count",
    "activity_counts_metrics",
    "cluster",
    "cursor_after",
    "cursor_before_or_at",
    "cursor_current",
    "database",
    "extent_id",
    "extent_tags",
    "external_table",
    "format_guid",
    "geo_angle",
    "geo_h3cell_children",
    "geo_h3cell_level",
    "geo_h3cell_neighbors",
    "geo_h3cell_parent",
    "geo_h3cell_rings",
    "geo_h3cell_to_central_point",
    "geo_h3cell_to_polygon",
    "geo_intersection_2lines",
    "geo_intersection_2polygons",
    "geo_intersection_line_with_polygon",
    "geo_intersects_2lines",
    "geo_intersects_2polygons",
    "geo_intersects_line_with_polygon",
    "geo_line_buffer",
    "geo_line_centroid",
    "geo_line_densify",
    "geo_line_interpolate_point",
    "geo_line_locate_point",
    "geo_line_simplify",
    "geo_line_to_s2cells",
    "geo_point_buffer",
    "geo_point_to_h3cell",
    "geo_polygon_area",
    "geo_polygon_buffer",
    "geo_polygon_centroid",
    "geo_polygon_densify",
    "geo_polygon_perimeter",
    "geo_polygon_simplify",
    "geo_polygon_to_h3cells",
    "geo_polygon_to_s2cells",
    "geo_simplify_polygons_array",
    "geo_union_lines_array",
    "geo_union_polygons_array",
    "graph_path_distance",
    "has_ipv4_any",
    "inner_nodes",
    "ipv6_lookup",
    "materialized_view",
    "node_degree_in",
    "node_degree_out",
    "rolling_percentile",
    "series_dbl_exp_smoothing_fl",
    "series_exp_smoothing_fl",
    "series_fft",
    "series_ifft",
    "series_monthly_decompose_anomalies_fl",
    "series_moving_avg_fl",
    "series_mv_ee_anomalies_fl",
    "stored_query_result",
    "toarray",
    "welch_test",
];

/// Whether KQL has a function of this name that is not supported yet.
pub(crate) fn is_known(name: &str) -> bool {
    NAMES.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::NAMES;

    #[test]
    fn sorted_and_not_there() {
        assert!(NAMES.is_sorted());
        let have = crate::support::supported_functions();
        let aggregates = crate::support::supported_aggregates();
        for name in NAMES {
            assert!(!have.contains(name) && !aggregates.contains(name), "`{name}` is supported");
        }
    }
}
